import Torch

/// Initial weights of a ResNet from a safetensors file, where they have the names that torchvision
/// gives them.
enum TorchvisionWeights {
  /// Puts the file's weights and running statistics into `store`, but those of the last layer, as it
  /// has other classes.
  ///
  /// - Throws: `TorchError` that names the file and the tensor that is missing, left over or of
  ///   another shape; then nothing has changed.
  static func read(_ file: String, into store: ParameterStore) throws {
    var values = try SafeTensors(readingFrom: file).byName.filter { name, _ in
      !name.hasPrefix("fc.") && !name.hasSuffix(".num_batches_tracked")
    }
    let pairs = try store.tensors.filter { !$0.name.hasPrefix("head.") }.map { own, tensor in
      let name = Self.name(of: own)
      guard let value = values.removeValue(forKey: name) else {
        throw TorchError("\(file): tensor '\(name)' is missing")
      }
      guard value.shape == tensor.shape else {
        throw TorchError(
          "\(file): tensor '\(name)' has shape \(value.shape), expected \(tensor.shape)")
      }
      return (tensor, value)
    }
    if let extra = values.keys.min() {
      throw TorchError("\(file): tensor '\(extra)' does not belong to this network")
    }
    try withoutGradients { for (tensor, value) in pairs { try tensor.copy(from: value) } }
  }

  /// What torchvision calls the tensor `own`: `layer1.0.bn2.running_var` for
  /// `stage2.block1.norm2.variance`.
  static func name(of own: String) -> String {
    let words = own.split(separator: ".").map(String.init)
    func number(_ word: String, less: Int) -> String {
      String((Int(word.drop { !$0.isNumber }) ?? 0) - less)
    }
    let parts = words.compactMap { word -> String? in
      switch word {
      case "stage1": nil
      case "conv": "conv1"
      case "norm": "bn1"
      case "shortcut": "downsample.0"
      case "shortcut-norm": "downsample.1"
      case "scale": "weight"
      case "shift": "bias"
      case "mean": "running_mean"
      case "variance": "running_var"
      case let word where word.hasPrefix("stage"): "layer" + number(word, less: 1)
      case let word where word.hasPrefix("block"): number(word, less: 1)
      case let word where word.hasPrefix("norm"): "bn" + number(word, less: 0)
      default: word
      }
    }
    return parts.joined(separator: ".")
  }
}
