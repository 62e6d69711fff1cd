/// The vector instructions that results may depend on.
package enum InstructionSet: String, Sendable, CaseIterable {
  /// What every x86-64 processor has.
  case baseline
  /// 256-bit vectors with fused multiply-add; the default, so that results are portable.
  case avx2
  /// 512-bit vectors.
  case avx512
  /// 512-bit vectors with bfloat16 products, which `Precision.mixed` needs.
  case avx512bf16 = "avx512-bf16"

  /// Whether this processor has them; otherwise libtorch would crash at the first one.
  package var isAvailable: Bool {
    switch self {
    case .baseline: true
    case .avx2: Processor.flags.isSuperset(of: ["avx2", "fma"])
    case .avx512: Processor.flags.isSuperset(of: Self.wide)
    case .avx512bf16: Processor.flags.isSuperset(of: Self.wide + ["avx512_bf16"])
    }
  }

  private static let wide: [Substring] = ["avx512f", "avx512bw", "avx512dq", "avx512vl"]
}

/// How subnormal numbers, those between 0 and the smallest normal one, are treated.
///
/// The moving averages of an optimizer decay into them for weights without gradient, and arithmetic
/// with them is a hundred times slower on Intel processors.
package enum Subnormals: String, Sendable, CaseIterable {
  /// They are flushed to 0.
  case zero
  case kept

  /// What a journal used that does not say.
  package static let unrecorded = Subnormals.kept
}

/// How many bits of a `RandomKey` seed the random numbers of a tensor on the CPU.
package enum Draws: String, Sendable, CaseIterable {
  case bits64 = "64"
  /// The lower half: among 100,000 keys one pair is expected to give the same numbers.
  case bits32 = "32"

  /// What a journal used that does not say.
  package static let unrecorded = Draws.bits32
}

extension Backend {
  /// What is fixed before libtorch is opened; it cannot be changed afterwards.
  package struct Configuration: Sendable, Equatable {
    /// Threads of one operation, from 1 to 1024; results depend on it.
    package var threads: Int
    package var instructions: InstructionSet
    /// Whether algorithms whose results change from run to run are refused (on GPUs).
    package var isDeterministic: Bool
    package var subnormals: Subnormals
    package var draws: Draws
    /// The path of the shim; nil to search for it.
    package var shim: String?

    package init(
      threads: Int = 2, instructions: InstructionSet = .avx2, isDeterministic: Bool = true,
      subnormals: Subnormals = .zero, draws: Draws = .bits64, shim: String? = nil
    ) {
      (self.threads, self.instructions) = (threads, instructions)
      (self.isDeterministic, self.subnormals) = (isDeterministic, subnormals)
      (self.draws, self.shim) = (draws, shim)
    }
  }
}

extension Backend.Configuration {
  /// What results depend on, as the header of a journal states it.
  package var facts: [(name: String, value: String)] {
    [
      ("threads", "\(threads)"), ("instructions", instructions.rawValue),
      ("subnormals", subnormals.rawValue), ("draws", draws.rawValue),
    ]
  }

  /// The configuration under which a journal with these `facts` was recorded.
  ///
  /// - Throws: `TorchError` for a value that this version does not know.
  package init(recordedAs facts: [String: String]) throws {
    func value<Value: RawRepresentable<String> & CaseIterable>(
      _ name: String, unrecorded: Value
    ) throws -> Value {
      guard let text = facts[name] else { return unrecorded }
      if let value = Value(rawValue: text) { return value }
      let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw TorchError("recorded with \(name)=\(text), but this version knows only \(known)")
    }
    let threads = facts["threads"].map { Int($0) ?? 0 } ?? 2
    guard threads > 0 else {
      throw TorchError("recorded with threads=\(facts["threads"] ?? ""), which is not a number")
    }
    self.init(
      threads: threads, instructions: try value("instructions", unrecorded: .avx2),
      subnormals: try value("subnormals", unrecorded: .unrecorded),
      draws: try value("draws", unrecorded: .unrecorded))
  }
}
