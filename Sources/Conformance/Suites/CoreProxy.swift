import Bytes
import Capture
import CoAP

/// TD_COAP_CORE_24 to 29: the same through a reverse proxy. What is judged is the leg between proxy and server.
enum CoreProxy {
  static let tests = [
    CoreLocations.locationPath(
      "TD_COAP_CORE_24", "POST transaction with several Location-Path options (reverse proxy)", resource: "create2",
      where: { _ in true }),
    CoreLocations.locationQuery(
      "TD_COAP_CORE_25", "POST transaction with several Location-Query options (reverse proxy)",
      where: { $0.isForwarded }),
    CoreLocations.accept(
      "TD_COAP_CORE_26", "GET transaction containing the Accept option (reverse proxy)", where: { $0.isForwarded }),
    CoreValidation.ifMatch("TD_COAP_CORE_27", "GET with ETag and PUT with If-Match (reverse proxy)") {
      $0.isForwarded && $0.isConditional
    },
    CoreValidation.ifNoneMatch(
      "TD_COAP_CORE_28", "PUT transaction containing the If-None-Match option (reverse proxy)", resource: "create3"),
    TestDescription(
      "TD_COAP_CORE_29", "GET transaction with responses containing the Max-Age option (reverse proxy)",
      "RFC 7252 §5.6.1, §5.7.1, §5.10.5",
      stimulus: request,
      steps: [
        .stimulus(1, "The client is asked to send a CON GET for /validate to the proxy"),
        .check(2, "The proxy sends a CON GET without an ETag to the server", Step.theStimulus),
        .check(
          3, "The server answers 2.05 (Content) with ETag and Max-Age", Step.response(to: 2), .success(.content),
          .token(of: 2), .option(.eTag), .option(.maxAge), .payload),
        .verify(4, "The proxy forwards the response"),
        .stimulus(5, "The client is asked to send the same request before Max-Age is over"),
        .check(
          6, "The proxy sends no request to the server before Max-Age is over",
          { scene in Sighting(scene.request(request, after: scene.last(3)).map { [$0] } ?? []) },
          Trait(
            "no request before Max-Age is over", found: { "\($0.message.code) \($0.message.path) again" },
            if: { look in
              guard let response = look.scene.message(3), let age = response.message.uint(.maxAge) else { return true }
              return look.captured.stamp.milliseconds(since: response.stamp) > Double(age) * 1000
            })),
        .verify(8, "The client shows the response that the proxy kept"),
      ], where: { $0.isForwarded }),
  ]

  private static let request = Pattern(.confirmable, .get, path: ["validate"], without: [.eTag])
}

extension Scene {
  /// Messages before the stimulus among which the request that a proxy forwards is looked for: it comes shortly before.
  private static let lookBack = 256

  /// Whether the client is a proxy: it got the same request from somebody else before.
  var isForwarded: Bool {
    let index = index(of: 0)
    let stimulus = self[0]
    return history.messages[max(0, index - Self.lookBack)..<index].contains {
      $0.destination.address == client.address && $0.destination != server && $0.source != client
        && $0.message.code == stimulus.message.code
        && $0.message.values(.uriPath) == stimulus.message.values(.uriPath)
    }
  }
}
