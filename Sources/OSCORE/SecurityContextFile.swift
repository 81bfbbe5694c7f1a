import Bytes
import Cryptography

/// A file of security contexts, a line each, with the fields of Wireshark's table `oscore_contexts`:
///
///     "sender ID","recipient ID","master secret","master salt","ID context","algorithm","HKDF"
///
/// All but the last two are hexadecimal digits, between quotes or not; from the master salt on a field may be empty or left
/// out. An algorithm is a name or number of IANA "COSE Algorithms", AES-CCM-16-64-128 if there is none. The HKDF, which
/// Wireshark's table lacks, is SHA-256 if there is none.
package struct SecurityContextFile: Sendable {
  /// What is wrong with a line.
  package struct LineError: Error, Equatable {
    /// 1-based number of the line.
    package let line: Int
    /// Why it is no context. Never repeats a secret.
    package let reason: Reason
  }

  /// Why a line is no context.
  package enum Reason: Error, Equatable, Sendable, CustomStringConvertible {
    /// It has more fields than there are, or fewer than a context needs.
    case fieldCount(Int)
    /// A field is not an even number of hexadecimal digits.
    case notHexadecimal(StaticString)
    /// A quote is not closed, or something follows it.
    case quotes
    /// Nothing is registered by this name.
    case unknownAlgorithm
    /// Nothing is known by this name.
    case unknownHKDF
    /// No keys can be derived.
    case parameters(SecurityContext.ParameterError)

    package static func == (one: Reason, other: Reason) -> Bool { one.description == other.description }

    package var description: String {
      switch self {
      case .fieldCount(let count):
        "\(count.counted("field")), where 3 to \(SecurityContextFile.maximumFields) are allowed"
      case .notHexadecimal(let field): "the \(field) is not hexadecimal digits in pairs"
      case .quotes: "quotes do not match"
      case .unknownAlgorithm: "no AEAD algorithm of this name is supported"
      case .unknownHKDF: "no HKDF of this name is supported"
      case .parameters(let error): "\(error)"
      }
    }
  }

  /// The contexts, in the order of their lines.
  package private(set) var contexts: [SecurityContext] = []

  fileprivate static let maximumFields = 7

  /// Reads a whole file. Lines end in LF or CRLF; empty lines and those that begin with `#` say nothing.
  package init(_ text: [UInt8]) throws(LineError) {
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, bytes) in lines.enumerated() {
      var line = String(decoding: bytes, as: UTF8.self)[...]
      while let last = line.last, last.isWhitespace { line.removeLast() }
      if line.isEmpty || line.hasPrefix("#") { continue }
      do throws(Reason) {
        contexts.append(try Self.context(line, name: "oscore:\(contexts.count + 1)"))
      } catch {
        throw LineError(line: index + 1, reason: error)
      }
    }
  }

  private static func context(_ line: Substring, name: String) throws(Reason) -> SecurityContext {
    let fields = try fields(of: line)
    guard (3...maximumFields).contains(fields.count) else { throw .fieldCount(fields.count) }
    func field(_ index: Int) -> String { index < fields.count ? fields[index] : "" }
    func bytes(_ index: Int, _ name: StaticString) throws(Reason) -> [UInt8] {
      guard let bytes = Hex.bytes(field(index)) else { throw .notHexadecimal(name) }
      return bytes
    }
    var parameters = SecurityContext.Parameters(
      masterSecret: SecretBytes(try bytes(2, "master secret")), senderID: try bytes(0, "sender ID"),
      recipientID: try bytes(1, "recipient ID"))
    parameters.masterSalt = SecretBytes(try bytes(3, "master salt"))
    let idContext = try bytes(4, "ID context")
    parameters.idContext = idContext.isEmpty ? nil : idContext
    if !field(5).isEmpty {
      guard let algorithm = AEADAlgorithm(named: field(5)) else { throw .unknownAlgorithm }
      parameters.algorithm = algorithm
    }
    if !field(6).isEmpty {
      guard let hash = HKDFAlgorithm.hash(named: field(6)) else { throw .unknownHKDF }
      parameters.hash = hash
    }
    do throws(SecurityContext.ParameterError) {
      return try SecurityContext(parameters, name: name)
    } catch {
      throw .parameters(error)
    }
  }

  /// The fields between commas, without their quotes and the blanks around them.
  private static func fields(of line: Substring) throws(Reason) -> [String] {
    var fields: [String] = []
    for part in line.split(separator: ",", omittingEmptySubsequences: false) {
      let field = part.drop { $0.isWhitespace }
      let text = String(String(field.reversed().drop { $0.isWhitespace }).reversed())
      guard text.contains("\"") else {
        fields.append(text)
        continue
      }
      guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\""), !text.dropFirst().dropLast().contains("\"")
      else { throw .quotes }
      fields.append(String(text.dropFirst().dropLast()))
    }
    return fields
  }
}
