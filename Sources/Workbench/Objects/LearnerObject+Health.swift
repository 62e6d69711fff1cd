import Learning
import Torch

extension LearnerObject {
  /// What is wrong with its generator or its memory, one sentence with the evidence for each trouble.
  func troubles(device: Device) -> [String] {
    guard let run else { return [] }
    do {
      return try GeneratorHealth.troubles(
        run, fresh: { try makeLearner(for: run.stream, device: device) }, key: key("health"))
    } catch { return ["its generator could not be checked (\(error))"] }
  }
}
