import Learning

extension Glossary {
  /// Pages of the measures that are about cost, single classes, confidence and joint training.
  static let more: [Glossary] = [
    .init(
      name: "bytes", summary: "bytes that a learner keeps between experiences",
      idea: "Weights, masks, statistics and stored images count alike; optimizer state does not.",
      formula: "sum of the bytes of all that is needed to go on with the next experience",
      cost: "none",
      source: "baselines compared with equal memory: Chaudhry et al. 2019, arXiv:1902.10486",
      tries: ["show ours.bytes", "compare base,ours"]),
    .init(
      name: "parameters", summary: "weights of a learner's networks",
      idea: "Frozen copies count, running statistics and stored images do not.",
      formula: "sum of the sizes of the weights and biases of all networks", cost: "none",
      source: "model size efficiency: Díaz-Rodríguez et al. 2018, arXiv:1810.13166",
      tries: ["show ours.parameters", "show ours"]),
    .init(
      name: "images", summary: "training images that a learner saw, each as often as it was used",
      idea: "Images of current experiences alone: replayed ones come on top.",
      formula: "sum of the batch sizes of all steps", cost: "none",
      source: "computational efficiency: Díaz-Rodríguez et al. 2018, arXiv:1810.13166",
      tries: ["show ours.images", "train ours on d epochs=2"]),
    .init(
      name: "flops", summary: "floating-point operations per step",
      idea:
        "Matrix products and convolutions, forward and backward, in the first step of each phase.",
      formula: "2 * multiplications, averaged over steps", cost: "one counted step in each phase",
      source: "computational efficiency: Díaz-Rodríguez et al. 2018, arXiv:1810.13166",
      tries: ["show ours.flops", "train ours on d epochs=2"]),
    .init(
      name: "learning", summary: "learning accuracy: how well each experience is learned at first",
      idea: "Low where a method protects the past so much that it cannot learn what is new.",
      formula: "(1/T) sum over j of a[j][j]", cost: "none beyond the accuracy matrix",
      source: "Riemer et al. 2019, arXiv:1810.11910",
      tries: ["eval ours on d measures=learning", "train ours on d measures=learning"]),
    .init(
      name: "intransigence",
      summary: "what a joint learner learns of new experiences and a learner does not",
      idea: "Train a joint learner on the same data first, and name it with joint=.",
      formula: "(1/T) sum over j of (joint a[j][j] - a[j][j])", cost: "a joint learner",
      source: "Chaudhry et al. 2018, arXiv:1801.10112",
      tries: ["learner all = joint", "eval ours on d measures=intransigence joint=all"]),
    .init(
      name: "omega", summary: "accuracy as a share of what joint training reaches",
      idea: "1 where nothing is lost; Kemker et al. divide by the joint learner's final accuracy.",
      formula: "(1/T) sum over k of overall accuracy after k / that of the joint learner",
      cost: "a joint learner", source: "Kemker et al. 2018, arXiv:1708.02072",
      tries: ["learner all = joint", "eval ours on d measures=omega joint=all"]),
    .init(
      name: "classes", summary: "accuracy on each class",
      idea: "Shows which classes were forgotten; the view names what each is most often taken for.",
      formula: "correct answers / test images of the class", cost: "none beyond an evaluation",
      source: "recall of each class: Sokolova and Lapalme 2009, doi:10.1016/j.ipm.2009.03.002",
      tries: ["plot ours.classes", "eval ours on d measures=classes"]),
    .init(
      name: "calibration", summary: "expected calibration error",
      idea: "0 where answers with a confidence of 80 % are right 80 % of the time.",
      formula: "sum over bins of images in the bin / images * |accuracy - mean confidence|",
      cost: "none beyond an evaluation", source: "Guo et al. 2017, arXiv:1706.04599",
      tries: ["plot ours.calibration", "eval ours on d measures=calibration"]),
    .init(
      name: "course", summary: "accuracy over the steps of training",
      idea:
        "Accuracy on old experiences often falls at once when a new one begins, and recovers in part.",
      formula: "correct / test images of experiences so far, after every measure-every= steps",
      cost: "an evaluation each time", source: "De Lange et al. 2023, arXiv:2205.13452",
      tries: ["train ours on d measure-every=50", "plot ours.course"]),
    .init(
      name: "lowest", summary: "lowest accuracy on old experiences at any measured step",
      idea: "What a user meets in the worst moment, which the accuracy matrix does not show.",
      formula: "(1/(T-1)) sum over j < T of the least accuracy on j since it was learned",
      cost: "none beyond the course", source: "De Lange et al. 2023, arXiv:2205.13452",
      tries: ["train ours on d measure-every=50 measures=lowest", "eval ours on d measures=lowest"]),
  ]

  /// A page for each measure of generated images.
  static let samples: [Glossary] = SampleMeasures.all.map { measure in
    Glossary(
      name: measure.name, summary: measure.help,
      idea: "Computed on the features of an oracle: a learner trained on all real images.",
      tries: ["learner oracle = joint", "eval ours on d with oracle"])
  }
}
