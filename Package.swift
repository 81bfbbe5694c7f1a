// swift-tools-version: 6.2
import PackageDescription

/// Every target: warnings are errors, existentials are spelled out, and `~Escapable` types may be returned, so that the
/// compiler proves that no packet's bytes outlive the packet. What the compiler cannot prove of exclusive access is
/// checked at run time in debug builds, and so in every test; in a release that would cost a part of every packet.
let settings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableExperimentalFeature("Lifetimes"),
  .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
]

/// A release for Linux holds Swift's own libraries: it starts faster, counts references without a detour, and can be
/// copied to a machine without Swift. The libraries named are those that Foundation, which Mustache uses, and
/// FoundationEssentials, which ArgumentParser uses, do not name themselves.
let standalone: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-static-stdlib", "-lswiftSynchronization", "-lCoreFoundation", "-l_FoundationICU", "-l_FoundationCollections",
      "-l_FoundationCShims", "-lstdc++",
    ],
    .when(platforms: [.linux], configuration: .release))
]

let package = Package(
  name: "dtlscope",
  products: [
    .executable(name: "dtlscope", targets: ["dtlscope"]),
    .library(name: "DTLScope", targets: ["DTLScope"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.81.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
  ],
  targets: [
    // Reads big-endian fields and says precisely why it could not; reassembles byte ranges; writes hex.
    .target(name: "Bytes", swiftSettings: settings),

    // Turns a capture file, standard input or an interface into frames, and frames into UDP datagrams.
    .target(name: "Capture", dependencies: ["Bytes", "CPcap", "CZlib"], swiftSettings: settings),

    // Hashes, MACs, key derivation and authenticated encryption, for whichever protocol needs them.
    .target(name: "Cryptography", dependencies: ["COpenSSL"], swiftSettings: settings),

    // Dissects, reassembles, orders and decrypts DTLS records and handshake messages.
    .target(name: "DTLS", dependencies: ["Bytes", "Cryptography", "COpenSSL"], swiftSettings: settings),

    // Decodes CoAP messages, their options and payloads.
    .target(name: "CoAP", dependencies: ["Bytes"], swiftSettings: settings),

    // Decodes and opens CoAP messages that OSCORE protects; recognizes EDHOC, which agrees on its keys.
    .target(name: "OSCORE", dependencies: ["Bytes", "Cryptography", "CoAP"], swiftSettings: settings),

    // Sorts datagrams into sessions and reports what happened in each as events and facts.
    .target(
      name: "Analysis", dependencies: ["Bytes", "Capture", "Cryptography", "DTLS", "CoAP", "OSCORE"], swiftSettings: settings),

    // Judges sessions and captures by their facts, and says why, with what evidence, and what to change. Never parses.
    .target(
      name: "Diagnosis", dependencies: ["Bytes", "Capture", "DTLS", "CoAP", "Analysis"], swiftSettings: settings),

    // Judges CoAP exchanges by the test descriptions of ETSI: runs of tests, their steps, verdicts. Never parses.
    .target(
      name: "Conformance", dependencies: ["Bytes", "Capture", "CoAP", "Analysis"], swiftSettings: settings),

    // Writes facts as text and as a page for people and as JSON for programs, safe for a terminal and a browser whatever
    // the packets held.
    .target(
      name: "Rendering",
      dependencies: [
        "Bytes", "Capture", "Cryptography", "DTLS", "CoAP", "OSCORE", "Analysis", "Diagnosis", "Conformance",
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      swiftSettings: settings),

    // Counts what happens in a live capture, and serves the counts to Prometheus: the only target that sees HTTP.
    .target(
      name: "Metrics",
      dependencies: [
        "Bytes", "Capture", "DTLS", "CoAP", "Analysis", "Diagnosis",
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ],
      swiftSettings: settings),

    // Shows the sessions of a live capture on a terminal, in a table and one by one as ladders of messages.
    .target(
      name: "Watch", dependencies: ["Bytes", "Capture", "DTLS", "CoAP", "Analysis", "Diagnosis", "Rendering"],
      swiftSettings: settings),

    // The command line: arguments in, exit status out.
    .executableTarget(
      name: "dtlscope",
      dependencies: [
        "Bytes", "Capture", "Cryptography", "DTLS", "OSCORE", "Analysis", "Diagnosis", "Conformance", "Rendering",
        "Metrics", "Watch", "CMalloc", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings,
      linkerSettings: standalone),

    // What Swift programs see of it all: a capture as values, or event by event.
    .target(
      name: "DTLScope",
      dependencies: [
        "Bytes", "Capture", "DTLS", "CoAP", "OSCORE", "Analysis", "Diagnosis", "Rendering",
      ],
      swiftSettings: settings),

    // An example of a program that uses it.
    .executableTarget(
      name: "ListFindings", dependencies: ["DTLScope"], path: "Examples/ListFindings", swiftSettings: settings,
      linkerSettings: standalone),

    // libpcap: pcap files and live capture.
    .systemLibrary(name: "CPcap", pkgConfig: "libpcap", providers: [.apt(["libpcap-dev"]), .brew(["libpcap"])]),

    // OpenSSL 3 libcrypto: every cryptographic primitive.
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),

    // zlib: captures compressed with gzip.
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),

    // The C library's memory, as threads share it.
    .systemLibrary(name: "CMalloc"),

    // What tests share: hex in, every truncation tried, packets and capture files to begin with.
    .target(name: "TestSupport", dependencies: ["Bytes"], path: "Tests/TestSupport", swiftSettings: settings),
    .testTarget(name: "BytesTests", dependencies: ["Bytes", "TestSupport"], swiftSettings: settings),
    .testTarget(name: "CaptureTests", dependencies: ["Bytes", "Capture", "CPcap", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "CryptographyTests", dependencies: ["Cryptography", "COpenSSL", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "DTLSTests", dependencies: ["Bytes", "Cryptography", "DTLS", "TestSupport"], swiftSettings: settings),
    .testTarget(name: "CoAPTests", dependencies: ["Bytes", "CoAP", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "OSCORETests", dependencies: ["Bytes", "Cryptography", "CoAP", "OSCORE", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "AnalysisTests",
      dependencies: ["Bytes", "Capture", "Cryptography", "DTLS", "CoAP", "OSCORE", "Analysis", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "DiagnosisTests",
      dependencies: [
        "Bytes", "Capture", "DTLS", "CoAP", "Analysis", "Diagnosis", "Cryptography", "COpenSSL", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ConformanceTests",
      dependencies: ["Bytes", "Capture", "CoAP", "Analysis", "Conformance", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "RenderingTests",
      dependencies: ["Bytes", "Capture", "DTLS", "CoAP", "OSCORE", "Analysis", "Diagnosis", "Rendering", "TestSupport"],
      swiftSettings: settings),
    // Captures through a listener, and what is found in them.
    .target(
      name: "LiveSupport", dependencies: ["Bytes", "Capture", "DTLS", "Analysis", "Diagnosis", "TestSupport"],
      path: "Tests/LiveSupport", swiftSettings: settings),
    .testTarget(
      name: "MetricsTests",
      dependencies: [
        "Bytes", "CoAP", "DTLS", "Analysis", "Diagnosis", "Metrics", "LiveSupport", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "WatchTests",
      dependencies: [
        "Bytes", "Capture", "CoAP", "DTLS", "Analysis", "Diagnosis", "Rendering", "Watch", "LiveSupport", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(name: "DTLScopeTests", dependencies: ["DTLScope", "TestSupport"], swiftSettings: settings),
    // Whole captures through the built tool.
    .testTarget(name: "ScenarioTests", dependencies: ["dtlscope", "TestSupport"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
