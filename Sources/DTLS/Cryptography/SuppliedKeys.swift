/// Keys that the user gives while a capture runs.
package enum SuppliedKeys: Sendable {
  /// What a key log says in addition to what it said before.
  case keyLog(KeyLog)
  /// All pre-shared keys that there are now, in the order in which they are tried.
  case presharedKeys([PresharedKey])
}
