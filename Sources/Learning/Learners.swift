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
      (OnlineElasticWeightConsolidation.card, OnlineElasticWeightConsolidation.self),
      (SynapticIntelligence.card, SynapticIntelligence.self),
      (MemoryAwareSynapses.card, MemoryAwareSynapses.self),
      (HardAttention.card, HardAttention.self),
      (PackNet.card, PackNet.self),
      (RandomFeatures.card, RandomFeatures.self),
      (NearestClassMean.card, NearestClassMean.self),
      (StreamingLinearDiscriminant.card, StreamingLinearDiscriminant.self),
      (FeCAM.card, FeCAM.self),
      (ExperienceReplay.card, ExperienceReplay.self),
      (DarkExperienceReplay.card, DarkExperienceReplay.self),
      (LabelledDarkExperienceReplay.card, LabelledDarkExperienceReplay.self),
      (AveragedGradientEpisodicMemory.card, AveragedGradientEpisodicMemory.self),
      (GDumb.card, GDumb.self),
      (ICaRL.card, ICaRL.self),
      (GenerativeClassifier.card, GenerativeClassifier.self),
      (GenerativeReplay.card, GenerativeReplay.self),
      (BrainInspiredReplay.card, BrainInspiredReplay.self),
      (FeatureReplay.card, FeatureReplay.self),
      (MeRGAN.card, MeRGAN.self),
      (LearningWithoutForgetting.card, LearningWithoutForgetting.self),
      (DynamicGenerativeMemory.card, DynamicGenerativeMemory.self),
      (Genifer.card, Genifer.self),
    ])
}
