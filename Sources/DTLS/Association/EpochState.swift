import Bytes
import Cryptography

/// One end's records in one epoch.
final class EpochState {
  /// Which epoch.
  let epoch: UInt16
  /// The numbers used.
  var numbers = RecordNumbers()
  /// What opens the records, once proven.
  private(set) var keys: RecordKeys?
  /// The master secret behind the keys.
  private(set) var master: SecretBytes?
  /// What reports call the secret behind the keys.
  var keySource: String?
  /// What opens the records of DTLS 1.3, once proven.
  var trafficKeys: TrafficKeys?
  /// Attempts to open a record with a candidate that failed.
  var failedTrials = 0
  /// Records that no key opens, duplicates not counted.
  var sealed = 0
  /// Number of the last packet with one.
  var lastSealed = 0
  /// Records on which other spellings of the keys were tried.
  var variantTrials = 0
  /// Length of the last handshake record that could not be read.
  var sealedHandshakeLength: Int?
  /// Whether the capture cut the last record, and maybe others behind it in the same datagram.
  private var mayHideOthers = false
  /// Numbers of records that the capture cut, which nothing can prove.
  private var cutNumbers: [(number: UInt64, digest: UInt16)] = []

  /// Cut records that are remembered one by one, for the time after the keys are proven.
  static let maximumCutNumbers = 256

  /// Nothing seen of `epoch`.
  init(_ epoch: UInt16) {
    self.epoch = epoch
  }

  /// What the number of a record says, as far as what the capture cut off does not explain it.
  func verdict(_ number: UInt64, digest: UInt16?, isCut: Bool) -> RecordNumbers.Verdict {
    let verdict = numbers.verdict(number, digest: digest)
    defer { mayHideOthers = isCut }
    guard mayHideOthers, case .next(let skipped) = verdict, !verdict.isImplausible else { return verdict }
    numbers.excuse(skipped)
    return .next(skipped: 0)
  }

  /// Takes in the number of a record that was cut.
  func insertCut(_ number: UInt64, digest: UInt16) {
    numbers.insert(number, digest: digest)
    if keys == nil, cutNumbers.count < Self.maximumCutNumbers { cutNumbers.append((number, digest)) }
  }

  /// Takes the keys that a record proved.
  ///
  /// - Parameters:
  ///   - sender: whose epoch it is.
  ///   - countsAnew: whether the records that came before are tried again, so that of their numbers only those count that
  ///     prove themselves: a forged one would leave a gap.
  func adopt(_ candidate: KeyCandidate, of sender: Side, countsAnew: Bool) {
    keys = candidate.keys[sender]
    master = candidate.master
    keySource = candidate.source
    if countsAnew {
      numbers = RecordNumbers()
      for cut in cutNumbers { numbers.insert(cut.number, digest: cut.digest) }
    }
    cutNumbers = []
  }
}
