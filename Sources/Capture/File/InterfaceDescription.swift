import Bytes

/// The interface description block of a pcapng file (draft-ietf-opsawg-pcapng §4.2).
///
///     link_type(2) reserved(2) snap_len(4) options
struct InterfaceDescription: Sendable {
  /// What the first header of the interface's packets is.
  var linkType: LinkType
  /// The largest number of bytes captured of a packet; 0 for no limit.
  var snapLength: Int
  /// What a unit of the time stamps is.
  var clock = InterfaceClock()
  /// What the system that captured calls it.
  var name: String?

  /// Bytes of a name that are kept.
  static let maximumName = 256
}

extension InterfaceDescription {
  /// Decodes the body of a block.
  init(_ body: RawSpan, _ order: SectionOrder) throws(DecodeError) {
    var reader = ByteReader(body, as: "interface description block")
    linkType = LinkType(rawValue: order(try reader.readUInt16("link_type")))
    _ = try reader.readUInt16("reserved")
    snapLength = Int(order(try reader.readUInt32("snap_len")))
    while var option = try reader.readOption(order) {
      switch option.code {
      case 2: name = String(decoding: option.value.readRemaining().prefix(Self.maximumName), as: UTF8.self)
      case 9 where option.value.remaining == 1: clock.resolution = try option.value.readUInt8("if_tsresol")
      case 14 where option.value.remaining == 8:
        clock.offset = Int64(bitPattern: order(try option.value.readUInt64("if_tsoffset")))
      default: break
      }
    }
  }
}

/// How an interface's 64-bit time stamps count.
package struct InterfaceClock: Sendable {
  /// if_tsresol: the negative exponent of a unit in seconds, of 2 if the first bit is set and else of 10.
  package var resolution: UInt8 = 6
  /// if_tsoffset: seconds to add.
  package var offset: Int64 = 0

  /// Microseconds without an offset, which holds where an interface states nothing else.
  package init() {}

  /// Nanoseconds since 1970-01-01 00:00 UTC of a time stamp. One that lies far outside any real time wraps.
  package func nanoseconds(_ stamp: UInt64) -> Int64 {
    let exponent = Int(resolution & 0x7f)
    let base: Int64
    if resolution & 0x80 != 0 {
      // 2^-64 of a second and less is no resolution of a clock; such stamps count as 0.
      guard exponent < 64 else { return offset &* 1_000_000_000 }
      let fraction = stamp & ((1 << UInt64(exponent)) &- 1)
      let scaled = fraction.multipliedFullWidth(by: 1_000_000_000)
      let nanoseconds = exponent == 0 ? 0 : scaled.high << UInt64(64 - exponent) | scaled.low >> UInt64(exponent)
      base = Int64(truncatingIfNeeded: (stamp >> UInt64(exponent)) &* 1_000_000_000 &+ nanoseconds)
    } else if exponent <= 9 {
      base = Int64(truncatingIfNeeded: stamp &* Self.powerOf10(9 - exponent))
    } else {
      base = exponent - 9 > 19 ? 0 : Int64(truncatingIfNeeded: stamp / Self.powerOf10(exponent - 9))
    }
    return base &+ offset &* 1_000_000_000
  }

  /// 10 to the power of `exponent`, at most 19.
  private static func powerOf10(_ exponent: Int) -> UInt64 {
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }
}
