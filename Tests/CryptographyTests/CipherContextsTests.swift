import COpenSSL
import Testing

@testable import Cryptography

@Suite struct CipherContextsTests {
  @Test func aContextIsSetUpOnceUntilAnotherKeyTakesItsPlace() throws {
    let contexts = CipherContexts()
    var setUps = 0
    func get(_ id: UInt64, works: Bool = true) -> OpaquePointer? {
      contexts.context(for: id) { _ in
        setUps += 1
        return works
      }
    }
    let first = try #require(get(1))
    #expect(get(1) == first && setUps == 1)
    // The next with the same place.
    let other = UInt64(CipherContexts.size) + 1
    #expect(get(other) == first && setUps == 2)
    #expect(get(1) == first && setUps == 3)
    #expect(get(2) != first && setUps == 4)
    // One that could not be set up is nobody's, and the one that was there has to be set up again.
    #expect(get(other, works: false) == nil && setUps == 5)
    #expect(get(1) == first && setUps == 6)
  }
}
