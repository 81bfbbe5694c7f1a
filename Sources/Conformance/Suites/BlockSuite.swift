/// The tests of block-wise transfers (RFC 7959).
enum BlockSuite {
  static let tests = [
    BlockRetrieval.early, BlockRetrieval.late, BlockUpload.update, BlockUpload.create, BlockUpload.both,
    BlockRetrieval.small,
  ]
}
