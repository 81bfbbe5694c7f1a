import Bytes

/// Why a capture could not be read, in one line that says what, where and what to do.
package struct CaptureError: Error, Equatable, Sendable {
  /// What went wrong.
  package enum Kind: Equatable, Sendable {
    /// There is no such file.
    case missing
    /// The file may not be read.
    case permissionDenied
    /// The path is that of a directory.
    case isDirectory
    /// The file has no bytes.
    case empty
    /// The first bytes are those of no capture format that is read: up to four of them.
    case notACapture([UInt8])
    /// No frame has a link type that is understood; this is the first.
    case unsupportedLinkType(LinkType)
    /// The operating system could not open or read it, in its words.
    case readFailed(String)
    /// The file is not what its format demands, in words, after this many packets.
    case damaged(String, afterPackets: Int)
    /// There is no such interface.
    case noSuchInterface
    /// The user may not capture.
    case captureNotPermitted
    /// The interface is not up.
    case interfaceIsDown
    /// The filter cannot be used, in the words of libpcap.
    case badFilter(String)
    /// The interface could be captured on and now cannot any more, in the words of libpcap.
    case interfaceLost(String)
    /// libpcap cannot capture, in its words.
    case liveFailed(String)
  }

  /// The path as given; `-` for standard input. Of an interface its name.
  package let path: String
  /// What went wrong.
  package let kind: Kind

  /// An error about the capture at `path`.
  package init(_ path: String, _ kind: Kind) {
    self.path = path
    self.kind = kind
  }
}

extension CaptureError.Kind {
  /// The same with the number of packets that were read before.
  func after(_ packets: Int) -> CaptureError.Kind {
    if case .damaged(let words, _) = self { return .damaged(words, afterPackets: packets) }
    return self
  }
}

extension CaptureError: CustomStringConvertible {
  package var description: String {
    let name = path == "-" ? "standard input" : path
    return switch kind {
    case .missing: "\(name): there is no such file; check the path"
    case .permissionDenied: "\(name): permission denied; it must be readable by the user who runs this"
    case .isDirectory: "\(name): is a directory; give the capture file in it"
    case .empty: "\(name): is empty; was the capture stopped before a packet came, or is the disk full?"
    case .notACapture(let bytes):
      "\(name): is not a capture (it begins with \(Hex.string(bytes))); pcap, pcapng and either in gzip are read"
    case .unsupportedLinkType(let type):
      "\(name): link type \(type.name.map { "\($0) (\(type.rawValue))" } ?? "\(type.rawValue)") is not supported; "
        + "capture on an interface with Ethernet, Linux cooked, loopback, raw IP, PPP, 802.11 or 802.15.4 frames"
    case .readFailed(let words): "\(name): cannot be read: \(words)"
    case .damaged(let words, let packets):
      "\(name): is damaged \(packets == 0 ? "before its first packet" : "after packet \(packets)"): \(words)"
    case .noSuchInterface: "\(name): there is no such interface; `dtlscope interfaces` lists them"
    case .captureNotPermitted:
      "\(name): you may not capture; run it with sudo, or once `sudo setcap cap_net_raw+eip` on the dtlscope program"
    case .interfaceIsDown: "\(name): is down; `ip link set \(name) up` brings it up"
    case .badFilter(let words): "\(name): the filter cannot be used: \(words); pcap-filter(7) has its language"
    case .interfaceLost(let words): "\(name): cannot be captured on any more: \(words)"
    case .liveFailed(let words): "\(name): cannot be captured on: \(words)"
    }
  }
}
