import Analysis
import Cryptography
import ArgumentParser
import DTLS
import Diagnosis

/// What is known of the device at one end besides its packets.
struct DeviceOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The sdkconfig that an ESP-IDF device was built with, to hold against what it did.", valueName: "file"),
    completion: .file())
  var sdkconfig: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What an ESP-IDF device wrote to its console (idf.py monitor), to set beside the packets.", valueName: "file"),
    completion: .file())
  var deviceLog: String?

  /// The device's configuration, if one was given.
  func config() throws -> SDKConfig? {
    guard let sdkconfig else { return nil }
    let config = SDKConfig(String(decoding: try InputFile.read(sdkconfig), as: UTF8.self))
    if config.isEmpty {
      throw UserError("\(sdkconfig): has no line CONFIG_…=…; give the sdkconfig of the firmware's project folder")
    }
    return config
  }

  /// The device's log, if one was given.
  func log() throws -> DeviceLog? { try deviceLog.map { DeviceLog(try InputFile.read($0)) } }
}

extension SDKConfig {
  /// The key of ESP-IDF's CoAP examples, if the firmware was built with one: a candidate like any other.
  var presharedKey: PresharedKey? {
    let option = "CONFIG_EXAMPLE_COAP_PSK_KEY"
    guard let key = value(of: option), !key.isEmpty else { return nil }
    return PresharedKey(identity: nil, key: SecretBytes(key.utf8), name: "psk:\(option)")
  }
}
