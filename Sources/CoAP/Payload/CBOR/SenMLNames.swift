/// The labels of SenML in CBOR (RFC 8428 §6), which fetches and patches share (RFC 8790 §3).
enum SenMLNames {
  static let labels: [Int64: CBORMeaning.Place] = [
    -1: ("bver", .plain), -2: ("bn", .plain), -3: ("bt", .plain), -4: ("bu", .plain), -5: ("bv", .plain),
    -6: ("bs", .plain), 0: ("n", .plain), 1: ("u", .plain), 2: ("v", .plain), 3: ("vs", .plain), 4: ("vb", .plain),
    5: ("s", .plain), 6: ("t", .plain), 7: ("ut", .plain), 8: ("vd", .plain),
  ]
}
