import Analysis
import Bytes
import Capture
import CoAP

/// The URI of what an exchange is about (RFC 7252 §6.5).
package enum ExchangeURI {
  /// The whole URI. The host is that of Uri-Host, else the server's address; a port that the scheme implies is left out.
  package static func text(_ exchange: Exchange, _ context: ExchangeContext) -> String {
    let resource = exchange.resource
    var text = TextBuffer(capacity: 256)
    if !resource.isWholeURI {
      let isSecure = context.session != nil
      text.append(isSecure ? "coaps://" : "coap://")
      if let host = resource.host {
        URIText.append(host.span.bytes, to: &text, as: .path)
      } else {
        let address = context.server.address
        if address.isIPv6 { text.append(UInt8(ascii: "[")) }
        address.append(to: &text)
        if address.isIPv6 { text.append(UInt8(ascii: "]")) }
      }
      let port = resource.port ?? context.server.port
      if port != (isSecure ? Recognition.coapsPort : Recognition.coapPort) {
        text.append(UInt8(ascii: ":"))
        text.append(decimal: port)
      }
    }
    text.append(resource.text)
    return text.string
  }
}
