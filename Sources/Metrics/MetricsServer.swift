import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Answers `GET /metrics` with what is counted, and everything else with 404.
///
/// It has one thread of its own; what it asks for the text has to be safe to call from there.
package final class MetricsServer: Sendable {
  /// Why it cannot serve.
  package struct StartError: Error, CustomStringConvertible {
    /// What, where, and what to do.
    package let description: String
  }

  /// Connections at a time: a few scrapers and a browser have one each. More are closed as they come.
  static let maximumConnections = 32
  /// Connections that wait to be taken.
  private static let backlog: Int32 = 16
  /// Seconds after which a connection on which nothing is said is closed.
  private static let patience: Int64 = 10

  /// Where it listens, with the ports that were given to it.
  package let addresses: [ListenAddress]
  private let group: MultiThreadedEventLoopGroup

  /// Listens at `addresses`, and returns when it does.
  ///
  /// - Parameter text: what is counted, in the text format of Prometheus.
  /// - Throws: if it cannot listen at one of them. That the machine has no IPv6 is no error where IPv4 is served too.
  package init(_ addresses: [ListenAddress], text: @escaping @Sendable () -> String) throws(StartError) {
    group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let bootstrap = Self.bootstrap(group, text)
    var listening: [ListenAddress] = []
    for address in addresses {
      do {
        let place = try SocketAddress(ipAddress: address.host, port: Int(address.port))
        let channel = try bootstrap.bind(to: place).wait()
        listening.append(address.bound(to: channel.localAddress))
      } catch {
        if error.isMissingAddress, address.isIPv6, !listening.isEmpty { continue }
        group.shutdownGracefully { _ in }
        throw StartError(description: "--metrics \(address): cannot listen there: \(error.whyNotListening)")
      }
    }
    self.addresses = listening
  }

  deinit {
    group.shutdownGracefully { _ in }
  }

  private static func bootstrap(
    _ group: MultiThreadedEventLoopGroup, _ text: @escaping @Sendable () -> String
  ) -> ServerBootstrap {
    let connections = ConnectionCount()
    return ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: backlog)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        guard connections.take() else { return channel.close() }
        channel.closeFuture.whenComplete { _ in connections.giveBack() }
        return channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
          try pipeline.addHandler(IdleStateHandler(allTimeout: .seconds(patience)))
          try pipeline.addHandler(MetricsResponder(text))
        }
      }
  }
}

/// How many connections there are.
private final class ConnectionCount: Sendable {
  private let count = Atomic(0)

  /// Counts one more; false if that is too many, which are not counted.
  func take() -> Bool {
    let isFree = count.add(1, ordering: .relaxed).newValue <= MetricsServer.maximumConnections
    if !isFree { giveBack() }
    return isFree
  }

  func giveBack() {
    count.subtract(1, ordering: .relaxed)
  }
}

extension Error {
  /// Whether the machine does not have the address.
  fileprivate var isMissingAddress: Bool {
    let number = (self as? IOError)?.errnoCode
    return number == EADDRNOTAVAIL || number == EAFNOSUPPORT
  }

  /// Why an address cannot be listened at, and what to do.
  fileprivate var whyNotListening: String {
    guard let number = (self as? IOError)?.errnoCode else { return "it is no address" }
    let advice = number == EADDRINUSE ? "; give another port, or stop what has it" : ""
    return String(cString: strerror(number)) + advice
  }
}

extension ListenAddress {
  /// The address with the port that it was given, if any would do.
  fileprivate func bound(to address: SocketAddress?) -> ListenAddress {
    ListenAddress(host: host, port: address?.port.flatMap(UInt16.init(exactly:)) ?? port, isIPv6: isIPv6)
  }
}
