import CPcap

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What this process may do beyond what its user may, and giving it up.
package enum Privileges {
  /// Why privileges could not be given up.
  package struct DropError: Error, CustomStringConvertible {
    package let description: String
  }

  /// Whom to become.
  package struct Account: Equatable, Sendable {
    /// The user.
    package let user: uid_t
    /// The user's own group.
    package let group: gid_t
    /// The name, for the groups that the user is in.
    package let name: String

    /// The account called `name`; nil if there is none.
    package init?(named name: String) {
      guard let entry = getpwnam(name) else { return nil }
      (user, group, self.name) = (entry.pointee.pw_uid, entry.pointee.pw_gid, name)
    }

    /// The account that called sudo, as its environment tells; nil if it was none, or root.
    package init?(ofSudo environment: (String) -> String?) {
      guard let user = environment("SUDO_UID").flatMap(uid_t.init), user != 0,
        let group = environment("SUDO_GID").flatMap(gid_t.init), let name = environment("SUDO_USER")
      else { return nil }
      (self.user, self.group, self.name) = (user, group, name)
    }
  }

  /// Becomes `account` for good, or where the process does not run as root gives up its capabilities. To be called before
  /// there are other threads: capabilities are a thread's own.
  ///
  /// - Parameter account: whom root becomes; nil to stay root.
  package static func drop(to account: Account?) throws(DropError) {
    if geteuid() == 0, let account {
      // Groups first: who is no longer root cannot change them.
      guard initgroups(account.name, account.group) == 0, setgid(account.group) == 0, setuid(account.user) == 0,
        setuid(0) != 0
      else {
        throw DropError(description: "cannot become \(account.name): \(lastErrorWords())")
      }
    } else if geteuid() != 0 {
      guard dropCapabilities() == 0 else {
        throw DropError(description: "cannot give up capabilities: \(lastErrorWords())")
      }
    }
  }
}
