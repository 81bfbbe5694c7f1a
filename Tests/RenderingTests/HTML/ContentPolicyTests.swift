import Testing

@testable import Rendering

@Suite struct ContentPolicyTests {
  /// RFC 4648 §10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ])
  func bytesInBase64(_ text: String, _ encoded: String) {
    #expect(ContentPolicy.base64(Array(text.utf8)) == encoded)
  }

  /// The example of Content Security Policy Level 2 §7.1.
  @Test func theHashIsTheOneThatBrowsersMake() {
    #expect(
      ContentPolicy.text(script: "alert('Hello, world.');", styles: "").contains(
        "script-src 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='; "))
  }

  @Test func nothingIsFetchedAndNothingElseRuns() {
    let policy = ContentPolicy.text(script: "a", styles: "b")
    #expect(policy.hasPrefix("default-src 'none'; "))
    #expect(!policy.contains("unsafe") && !policy.contains("*") && !policy.contains("http"))
  }
}
