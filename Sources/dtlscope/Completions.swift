import ArgumentParser
import Capture
import Diagnosis

/// What a shell offers for arguments that are no plain files.
extension CompletionKind {
  /// Captures, by the names that they usually have.
  static var captures: CompletionKind {
    .file(extensions: ["pcap", "pcapng", "cap", "dmp", "trace", "pcap.gz", "pcapng.gz", "gz"])
  }

  /// The interfaces that this machine has now.
  static var interfaces: CompletionKind {
    .custom { _, _, prefix in ((try? NetworkInterface.all()) ?? []).map(\.name).filter { $0.hasPrefix(prefix) } }
  }

  /// What can be explained, by name.
  static var explained: CompletionKind {
    .custom { _, _, prefix in
      (Explanation.all.map(\.id) + StatusCode.all.map(\.name)).filter { $0.hasPrefix(prefix) }
    }
  }
}
