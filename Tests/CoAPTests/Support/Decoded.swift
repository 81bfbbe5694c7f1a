import Bytes
import CoAP
import TestSupport

/// What a payload is decoded to in a 2.05 response.
func decoded(_ payload: [UInt8], _ format: UInt16?, code: Code = .content) -> PayloadDecoding? {
  PayloadDecoding(payload.span.bytes, format.map { ContentFormat(rawValue: $0) }, in: code)
}

/// The same of a payload that is text.
func decoded(_ payload: String, _ format: UInt16?, code: Code = .content) -> PayloadDecoding? {
  decoded([UInt8](payload.utf8), format, code: code)
}

/// The lengths to which a payload can be cut without a word about it.
func truncationsUnsaid(_ payload: [UInt8], _ format: UInt16) -> [Int] {
  (1..<payload.count).filter { decoded([UInt8](payload.prefix($0)), format)?.problem == nil }
}

/// Whether all of a text can be shown: line feeds, and nothing else that moves the cursor or hides.
func isSafe(_ text: String) -> Bool {
  text.unicodeScalars.allSatisfy {
    switch $0.properties.generalCategory {
    case .control: $0 == "\n"
    case .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: false
    default: true
    }
  }
}
