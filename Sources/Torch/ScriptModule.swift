internal import CTorch

/// A module that PyTorch saved with `torch.jit.script`; its code runs in libtorch's interpreter.
package final class ScriptModule {
  private let handle: ct_module
  /// What is trained: parameters that ask for gradients, in the file's order.
  package let parameters: [ParameterStore.Entry]
  /// Buffers, and parameters that were frozen when the module was saved.
  package let buffers: [ParameterStore.Entry]

  /// The module that `bytes`, a whole file, hold.
  ///
  /// - Throws: `TorchError` with what libtorch says about them.
  package init(_ bytes: [UInt8], device: Device) throws {
    let api = try Backend.api
    let handle = bytes.withUnsafeBytes { bytes in
      api.load_module(bytes.baseAddress, bytes.count, device.description)
    }
    guard let handle else { throw TorchError.newest(api) }
    self.handle = handle
    let (trained, all): (Int32, Int32)
    var tensors: [ParameterStore.Entry] = []
    do {
      trained = try TorchError.status { $0.module_tensors(handle, 1) }
      all = try TorchError.status { $0.module_tensors(handle, 0) }
      for index in 0..<all {
        var name: UnsafePointer<CChar>?
        let tensor = try Tensor { $0.module_tensor(handle, index, &name) }
        tensors.append((name.map { String(cString: $0) } ?? "", tensor))
      }
    } catch {
      api.release_module(handle)
      throw error
    }
    parameters = Array(tensors.prefix(Int(trained)))
    buffers = Array(tensors.dropFirst(Int(trained)))
  }

  deinit { (try? Backend.api)?.release_module(handle) }

  /// What its `forward` makes of `inputs`; random numbers, as of dropout, come from `key`.
  ///
  /// - Throws: `TorchError` with the last line of the interpreter's message; also if the answer is no
  ///   tensor, or a buffer was replaced rather than changed in place.
  package func callAsFunction(_ inputs: Tensor, training: Bool, key: RandomKey) throws -> Tensor {
    try Tensor { api in
      withExtendedLifetime(self) {
        inputs.withHandle { api.forward(handle, $0, training ? 1 : 0, key.bits) }
      }
    }
  }
}
