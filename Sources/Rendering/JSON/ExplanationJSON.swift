import Analysis
import Bytes
import Diagnosis

/// The long form of findings and codes, as one JSON document.
package enum ExplanationJSON {
  /// What was asked for, in order.
  package static func text(_ answers: [Answer]) -> String {
    text(findings: answers.flatMap(\.findings), codes: answers.flatMap(\.codes))
  }

  /// Everything that can be asked for.
  package static func list() -> String {
    text(findings: Explanation.all, codes: StatusCode.all)
  }

  private static func text(findings: [Explanation], codes: [StatusCode]) -> String {
    var json = JSONWriter()
    json.object { json in
      json.member("schemaVersion", 1)
      json.key("explanations")
      json.array(findings) { $0.explanation($1) }
      json.key("codes")
      json.array(codes) { $0.code($1) }
    }
    return json.bytes.string + "\n"
  }
}

extension JSONWriter {
  fileprivate mutating func explanation(_ explanation: Explanation) {
    object { json in
      json.member("id", explanation.id)
      json.member("gravity", explanation.gravity.name)
      json.member("title", explanation.title)
      json.member("explanation", explanation.meaning)
      json.key("remedy")
      json.array(explanation.remedies) { json, remedy in
        json.object { json in
          json.member("stack", remedy.stack?.rawValue)
          json.member("text", remedy.text)
        }
      }
      json.member("reference", explanation.reference)
    }
  }

  fileprivate mutating func code(_ code: StatusCode) {
    object { json in
      json.member("origin", code.origin.rawValue)
      json.member("number", code.number)
      json.member("numberText", code.numberText)
      json.member("name", code.name)
      json.member("releases", code.releases == .all ? nil : code.releases.rawValue)
      json.member("meaning", code.meaning)
      json.key("findings")
      json.array(code.related) { $0.value($1.id) }
    }
  }
}

extension Explanation.Gravity {
  fileprivate var name: String {
    switch self {
    case .failure: "failure"
    case .degradation: "degradation"
    case .normal: "normal"
    }
  }
}
