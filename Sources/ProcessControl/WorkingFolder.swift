import Glibc

/// The current folder of this process.
package enum WorkingFolder {
  /// False if it was removed: then relative paths mean nothing, and libraries that look for their
  /// parts end the process.
  package static var exists: Bool {
    guard let path = getcwd(nil, 0) else { return false }
    free(path)
    return true
  }
}
