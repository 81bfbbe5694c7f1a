/// Metrics in the text format of Prometheus, version 0.0.4: a line a sample, and above those of one name what they are.
struct Exposition {
  /// What a metric is.
  enum Kind: String {
    /// Only grows.
    case counter
    /// Goes up and down.
    case gauge
    /// Observations in buckets, each of which holds those of the smaller ones.
    case histogram
  }

  /// The media type of the text.
  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// The lines so far.
  private(set) var text = ""
  private var name = ""

  /// Begins a metric: samples of it follow.
  mutating func begin(_ name: String, _ kind: Kind, _ help: String) {
    self.name = name
    text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
  }

  /// Adds a sample.
  mutating func add(_ value: Int, _ labels: KeyValuePairs<String, String> = [:]) {
    add("\(value)", suffix: "", labels.map { ($0, $1) })
  }

  /// Adds the samples of a histogram.
  mutating func add(_ histogram: Histogram) {
    var total = 0
    for (bound, count) in zip(histogram.bounds, histogram.counts) {
      total += count
      add("\(total)", suffix: "_bucket", [("le", Self.number(bound))])
    }
    add("\(histogram.count)", suffix: "_bucket", [("le", "+Inf")])
    add(Self.number(histogram.sum), suffix: "_sum", [])
    add("\(histogram.count)", suffix: "_count", [])
  }

  private mutating func add(_ value: String, suffix: String, _ labels: [(String, String)]) {
    text += name + suffix
    if !labels.isEmpty {
      text += "{" + labels.map { "\($0)=\"\(Self.escaped($1, quotes: true))\"" }.joined(separator: ",") + "}"
    }
    text += " \(value)\n"
  }

  /// A whole number without a fraction, as other exporters write it.
  private static func number(_ value: Double) -> String {
    Int(exactly: value).map { "\($0)" } ?? "\(value)"
  }

  /// Text in which backslash and line feed, and in labels the quotation mark, are escaped.
  private static func escaped(_ text: String, quotes: Bool) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\"" where quotes: escaped += "\\\""
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
