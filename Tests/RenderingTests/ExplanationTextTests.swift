import Diagnosis
import Testing

@testable import Rendering

@Suite struct ExplanationTextTests {
  private let text = ExplanationText(style: Style(isTerminal: false, noColor: nil), width: 80)

  @Test func aFindingIsToldWithItsRemedies() throws {
    let text = try text.text(#require(Answer(to: "psk-identity-empty")))
    #expect(text.hasPrefix("psk-identity-empty  a failure\nThe client sends an empty PSK identity\n\n"))
    #expect(
      text.contains("\nWhat to change\n  - Give the client an identity: -u of coap-client, or the identity of\n    "))
    #expect(text.hasSuffix("See RFC 4279 §2; Mbed TLS ssl_tls12_server.c ssl_parse_client_psk_identity\n"))
  }

  @Test func aRemedyForOneImplementationNamesIt() throws {
    let text = try text.text(#require(Answer(to: "psk-mismatch-silent")))
    #expect(text.contains("\n  - GnuTLS: Compare the line"))
  }

  @Test func whatIsNormalHasNothingToChange() throws {
    let text = try text.text(#require(Answer(to: "hvr-normal")))
    #expect(text.contains("  not a failure\n") && !text.contains("What to change"))
  }

  @Test func aCodeNamesTheFindingsItMayBelongTo() throws {
    let text = try text.text(#require(Answer(to: "-0x7880")))
    #expect(
      text == """
        -0x7880  MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY  Mbed TLS error
        The peer closed the session in order. This is no error.
        May belong to
          close-notify                      The session was closed in order

        """)
  }

  @Test func aSumIsToldBeforeItsParts() throws {
    let text = try text.text(#require(Answer(to: "-0x2462")))
    #expect(text.hasPrefix("-0x2462 is the sum of -0x2400, what failed, and -0x0062, why it did.\n\n-0x2400  MBED"))
    #expect(text.contains("\n\n-0x0062  MBEDTLS_ERR_ASN1_UNEXPECTED_TAG  Mbed TLS error\n"))
  }

  @Test(arguments: [40, 80, 100])
  func noLineIsWiderThanAsked(_ width: Int) throws {
    let text = ExplanationText(style: Style(isTerminal: false, noColor: nil), width: width)
    for explanation in Explanation.all {
      let lines = try text.text(#require(Answer(to: explanation.id))).split(separator: "\n")
      for line in lines where line.count > width {
        // A single word may be as wide as it is.
        #expect(line.trimmingPrefix(/[ -]+/).contains(" ") == false || line.hasPrefix(explanation.id), "\(line)")
      }
    }
  }

  @Test func theListHasEverythingOnALineOfItsOwn() {
    let lines = text.list().split(separator: "\n")
    for explanation in Explanation.all {
      #expect(lines.count { $0.hasPrefix("  \(explanation.id) ") && $0.hasSuffix(explanation.title) } == 1)
    }
    for code in StatusCode.all {
      #expect(lines.contains { $0.hasPrefix("  \(code.numberText)  \(code.name)") })
    }
  }
}
