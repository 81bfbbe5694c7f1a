import CoAP
import TestSupport
import Testing

@Suite struct CBORMeaningTests {
  private func check(_ digits: String, _ format: UInt16, _ name: String, _ text: String) {
    let found = decoded(hex(digits), format)
    #expect(found?.format == name)
    #expect(found?.text == text)
    #expect(found?.problem == nil)
  }

  /// RFC 8428 §6 (the pack of §5.1.3 in CBOR, its first two records).
  @Test func senMLLabelsHaveNames() {
    check(
      """
      82 a7 21 78 1b 75 72 6e 3a 64 65 76 3a 6f 77 3a 31 30 65 32 30 37 33 61 30 31 30 38 30 30 36 3a
      22 fb 41 d3 03 a1 5b 00 10 62 23 61 41 20 05 00 67 76 6f 6c 74 61 67 65 01 61 56 02 fb 40 5e 06 66 66 66 66 66
      a3 00 67 63 75 72 72 65 6e 74 06 24 02 fb 3f f3 33 33 33 33 33 33
      """, 112, "SenML CBOR",
      """
      [
        {
          / bn / -2: "urn:dev:ow:10e2073a0108006:",
          / bt / -3: 1276020076.001,
          / bu / -4: "A",
          / bver / -1: 5,
          / n / 0: "voltage",
          / u / 1: "V",
          / v / 2: 120.1
        },
        {/ n / 0: "current", / t / 6: -5, / v / 2: 1.2}
      ]
      """)
    #expect(decoded(hex("a0"), 112)?.problem == "not valid SenML CBOR: CBOR.SenML CBOR at 0: is an array of records")
  }

  /// RFC 9052 Appendix C.2.1: a single signature, with its tag.
  @Test func sign1() {
    check(
      "d28443a10126a10442313148" + "5468697320697320" + "42abcd", 18, "COSE_Sign1",
      """
      18([
        / protected / <<{/ alg / 1: -7 / ES256 /}>>,
        / unprotected / {/ kid / 4: h'3131'},
        / payload / h'5468697320697320',
        / signature / h'abcd'
      ])
      """)
  }

  /// RFC 9052 Appendix C.4.1: encrypted content with a nonce, without its tag here.
  @Test func encrypt0() {
    check(
      "8343a1010aa1054d89f52f65a1c580933b5261a72f4100", 16, "COSE_Encrypt0",
      """
      [
        / protected / <<{/ alg / 1: 10 / AES-CCM-16-64-128 /}>>,
        / unprotected / {/ IV / 5: h'89f52f65a1c580933b5261a72f'},
        / ciphertext / h'00'
      ]
      """)
  }

  @Test func mac0AndAnEmptyProtectedHeader() {
    check(
      "d18440a1010f4154480102030405060708", 17, "COSE_Mac0",
      """
      17([
        / protected / h'',
        / unprotected / {/ alg / 1: 15 / AES-MAC 256/64 /},
        / payload / h'54',
        / tag / h'0102030405060708'
      ])
      """)
  }

  /// As in RFC 9052 Appendix C.3.1: direct ECDH, the sender's key in the recipient's header.
  @Test func encryptWithRecipients() {
    check(
      "d8608443a10101a1054c02d1f7e6f26c43d4868d87ce4100818344a1013818a220a401022001215820"
        + String(repeating: "98", count: 32) + "22f504416d40", 96, "COSE_Encrypt",
      """
      96([
        / protected / <<{/ alg / 1: 1 / A128GCM /}>>,
        / unprotected / {/ IV / 5: h'02d1f7e6f26c43d4868d87ce'},
        / ciphertext / h'00',
        / recipients / [
          [
            / protected / <<{/ alg / 1: -25 / ECDH-ES + HKDF-256 /}>>,
            / unprotected / {
              / ephemeral key / -1: {
                / kty / 1: 2 / EC2 /,
                / crv / -1: 1 / P-256 /,
                / x / -2: h'\(String(repeating: "98", count: 32))',
                / y / -3: true
              },
              / kid / 4: h'6d'
            },
            / ciphertext / h''
          ]
        ]
      ])
      """)
  }

  @Test func signaturesAndKeysByType() {
    check(
      "d8628440a04101818343a10126a04102", 98, "COSE_Sign",
      """
      98([
        / protected / h'',
        / unprotected / {},
        / payload / h'01',
        / signatures / [
          [
            / protected / <<{/ alg / 1: -7 / ES256 /}>>,
            / unprotected / {},
            / signature / h'02'
          ]
        ]
      ])
      """)
    check(
      "82a301042041aa0481 03a2010120 06", 102, "COSE_KeySet",
      """
      [
        {
          / kty / 1: 4 / Symmetric /,
          / k / -1: h'aa',
          / key_ops / 4: [3 / encrypt /]
        },
        {/ kty / 1: 1 / OKP /, / crv / -1: 6 / Ed25519 /}
      ]
      """)
    check("a201181820 01", 101, "COSE_Key", "{/ kty / 1: 24, -1: 1}")
  }

  @Test func claimsAreNamedWithinATokenOnly() {
    check(
      "d83dd28440a047a10164616263644100", 61, "CWT",
      """
      61(18([
        / protected / h'',
        / unprotected / {},
        / payload / <<{/ iss / 1: "abcd"}>>,
        / signature / h'00'
      ]))
      """)
    check("a1016461626364", 60, "CBOR", "{1: \"abcd\"}")
  }

  @Test func smallFormats() {
    check("a120 656f6f70733a", 257, "problem details", "{/ title / -1: \"oops:\"}")
    check(
      "a20441aa08a1 01a10104", 19, "ACE parameters",
      """
      {
        / req_cnf / 4: h'aa',
        / cnf / 8: {/ COSE_Key / 1: {/ kty / 1: 4 / Symmetric /}}
      }
      """)
  }

  @Test(
    arguments: [
      ("8243a10126a0", 18, "COSE_Sign1", "CBOR.COSE_Sign1 at 1: is an array of 4"),
      ("a0", 16, "COSE_Encrypt0", "CBOR.COSE_Encrypt0 at 0: is an array of 3"),
      ("8443a101ffa04041 00", 18, "COSE_Sign1", "CBOR.break at 4: outside an item of indefinite length"),
      ("d18440a0f6", 17, "COSE_Mac0", "CBOR.initial byte at 5: needs 1, has 0"),
    ] as [(String, UInt16, String, String)])
  func contradictions(_ digits: String, _ format: UInt16, _ name: String, _ error: String) {
    #expect(decoded(hex(digits), format)?.problem == "not valid \(name): \(error)")
  }
}
