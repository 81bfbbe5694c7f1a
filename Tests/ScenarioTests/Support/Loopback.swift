import Foundation
import Testing

/// What tests on the loopback interface need, and whether it is there.
enum Loopback {
  /// Whether this process may capture.
  static let mayCapture: Bool = {
    guard let result = try? Tool.run(["live", "-i", interface, "--duration", "0.01"]) else { return false }
    return result.status == 0
  }()

  #if os(Linux)
    static let interface = "lo"
  #else
    static let interface = "lo0"
  #endif

  /// libcoap's client and server over GnuTLS, which writes a key log; nil without them.
  static let coapClient = Program.path("coap-client-gnutls")
  static let coapServer = Program.path("coap-server-gnutls")
  static let hasPeers = coapClient != nil && coapServer != nil

  /// Starts a program; what it says goes nowhere.
  static func start(_ path: String?, _ arguments: [String], environment: [String: String] = [:]) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(path))
    process.arguments = arguments
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Waits until a condition holds; false if it does not in time.
  static func waitUntil(_ condition: () -> Bool) -> Bool {
    let end = Date().addingTimeInterval(StreamTests.patience)
    while Date() < end {
      if condition() { return true }
      usleep(50_000)
    }
    return false
  }

  /// Sends datagrams with ever other content to a port on which somebody listens.
  static func flood(port: UInt16, count: Int, pause: UInt32 = 0) throws {
    let receiver = try bound(port)
    let sender = try bound(0)
    defer {
      close(receiver)
      close(sender)
    }
    var address = Self.address(port)
    for number in 0..<count {
      // A CoAP message without an answer, that says its number.
      var bytes: [UInt8] = [0x50, 1, UInt8(number >> 8 & 0xff), UInt8(number & 0xff), 0xff]
      bytes += [UInt8](repeating: UInt8(number & 0xff), count: 600)
      _ = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          sendto(sender, bytes, bytes.count, 0, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      if pause > 0, number % 16 == 0 { usleep(pause) }
    }
  }

  private static func address(_ port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return address
  }

  private static func bound(_ port: UInt16) throws -> Int32 {
    #if os(Linux)
      let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    #else
      let descriptor = socket(AF_INET, SOCK_DGRAM, 0)
    #endif
    var address = Self.address(port)
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(descriptor >= 0 && status == 0)
    return descriptor
  }
}
