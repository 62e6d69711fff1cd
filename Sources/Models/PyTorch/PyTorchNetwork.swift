import Foundation
import Torch

/// A network's tensors under the names that PyTorch gives them, in the layout that it has them in.
package struct PyTorchNetwork {
  /// One layer of `torch.nn.Sequential`: its class in `torch.nn`, and what that is made with.
  package struct Layer: Encodable {
    let kind: String
    let options: [String: Option]

    init(_ kind: String, _ options: [String: Option] = [:]) {
      (self.kind, self.options) = (kind, options)
    }

    package func encode(to encoder: any Encoder) throws {
      var pair = encoder.unkeyedContainer()
      try pair.encode(kind)
      try pair.encode(options)
    }
  }

  /// An argument of a layer.
  package enum Option: Encodable, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    case count(Int)
    case flag(Bool)

    package init(integerLiteral value: Int) { self = .count(value) }
    package init(booleanLiteral value: Bool) { self = .flag(value) }

    package func encode(to encoder: any Encoder) throws {
      var value = encoder.singleValueContainer()
      switch self {
      case .count(let count): try value.encode(count)
      case .flag(let flag): try value.encode(flag)
      }
    }
  }

  package let tensors: [ParameterStore.Entry]
  /// Where it is a `Sequential`: its layers, by whose places the tensors are named; else nil.
  package let layers: [Layer]?

  /// A network whose tensors have PyTorch's names already.
  package init(_ tensors: [ParameterStore.Entry], layers: [Layer]? = nil) {
    (self.tensors, self.layers) = (tensors, layers)
  }

  /// A `Sequential` of `layers`, each with the name that its tensors have in `store`, if it has any.
  init(_ layers: [(layer: Layer, name: String?)], of store: ParameterStore) throws {
    let names = [
      "scale": "weight", "shift": "bias", "mean": "running_mean", "variance": "running_var",
    ]
    tensors = layers.enumerated().flatMap { place, entry -> [ParameterStore.Entry] in
      guard let name = entry.name else { return [] }
      return store.scope(name).tensors.map { ("\(place).\(names[$0.name] ?? $0.name)", $0.tensor) }
    }
    self.layers = layers.map(\.layer)
    guard tensors.count == store.tensors.count else {
      throw ModelError("a tensor of the network has no place in PyTorch's")
    }
  }

  /// What a file's metadata says about it besides.
  package func metadata() throws -> [String: String] {
    var texts = ["format": "pt"]
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    texts["layers"] = try layers.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
    return texts
  }
}

extension Classifier {
  package func pyTorch(_ store: ParameterStore) throws -> PyTorchNetwork {
    PyTorchNetwork(store.tensors)
  }
}

extension MLP {
  package func pyTorch(_ store: ParameterStore) throws -> PyTorchNetwork {
    let widths = stageShapes.map { $0.reduce(1, *) } + [head.weight.shape[0]]
    let linear = zip(widths, widths.dropFirst()).enumerated().map { index, width in
      (
        PyTorchNetwork.Layer(
          "Linear", ["in_features": .count(width.0), "out_features": .count(width.1)]),
        Optional("layer\(index + 1)")
      )
    }
    let relu: (PyTorchNetwork.Layer, String?) = (PyTorchNetwork.Layer("ReLU"), nil)
    return try PyTorchNetwork(
      [(PyTorchNetwork.Layer("Flatten"), nil), linear[0]]
        + linear.dropFirst().flatMap { [relu, $0] },
      of: store)
  }
}

extension CNN {
  package func pyTorch(_ store: ParameterStore) throws -> PyTorchNetwork {
    typealias Layer = PyTorchNetwork.Layer
    let stages = (1..<stageShapes.count).flatMap { stage -> [(layer: Layer, name: String?)] in
      let channels = stageShapes[stage][0]
      return [
        (
          Layer(
            "Conv2d",
            [
              "in_channels": .count(stageShapes[stage - 1][0]), "out_channels": .count(channels),
              "kernel_size": 3, "padding": 1, "bias": false,
            ]), "conv\(stage)"
        ),
        (Layer("BatchNorm2d", ["num_features": .count(channels)]), "norm\(stage)"),
        (Layer("ReLU"), nil), (Layer("MaxPool2d", ["kernel_size": 2]), nil),
      ]
    }
    let form = head.weight.shape
    return try PyTorchNetwork(
      stages + [
        (Layer("Flatten"), nil),
        (
          Layer("Linear", ["in_features": .count(form[1]), "out_features": .count(form[0])]), "head"
        ),
      ], of: store)
  }
}

extension ResNet {
  /// With torchvision's names.
  package func pyTorch(_ store: ParameterStore) throws -> PyTorchNetwork {
    PyTorchNetwork(
      store.tensors.map { own, tensor in
        let name = TorchvisionWeights.name(of: own)
        return (name.hasPrefix("head.") ? "fc." + name.dropFirst(5) : name, tensor)
      })
  }
}
