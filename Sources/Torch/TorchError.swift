internal import CTorch

/// What libtorch or the code around it reports, in one line.
package struct TorchError: Error, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

extension TorchError {
  /// The latest failure of libtorch on this thread.
  static func newest(_ api: ct_api) -> TorchError {
    TorchError(api.last_error().map { String(cString: $0) } ?? "libtorch failed")
  }

  /// Calls a function of the shim that returns a negative number on failure.
  static func check(_ call: (ct_api) -> Int32) throws { _ = try status(call) }

  /// The result of a function of the shim that returns a negative number on failure.
  static func status(_ call: (ct_api) -> Int32) throws -> Int32 {
    let api = try Backend.api
    let status = call(api)
    guard status >= 0 else { throw newest(api) }
    return status
  }
}
