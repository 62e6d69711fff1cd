import Catalog

/// The methods that can be made by name.
package enum Learners {
  /// Declarations of `learner NAME = ...`.
  package static let all = Registry<any Learner.Type>(
    "learner",
    [
      (FineTuning.card, FineTuning.self),
      (Joint.card, Joint.self),
      (ElasticWeightConsolidation.card, ElasticWeightConsolidation.self),
      (SynapticIntelligence.card, SynapticIntelligence.self),
      (RandomFeatures.card, RandomFeatures.self),
      (ExperienceReplay.card, ExperienceReplay.self),
      (ICaRL.card, ICaRL.self),
      (GenerativeReplay.card, GenerativeReplay.self),
      (LearningWithoutForgetting.card, LearningWithoutForgetting.self),
      (DynamicGenerativeMemory.card, DynamicGenerativeMemory.self),
      (Genifer.card, Genifer.self),
    ])
}
