/// What `explain` adds to the card of a method or network.
struct MethodNotes {
  /// The idea in a few sentences.
  let idea: String
  /// Losses and updates as the code computes them, one a line.
  let formula: String
  /// Computation of a step and memory, compared with plain fine-tuning.
  let cost: String

  /// The notes on `name`; nil for cards that have none.
  static func of(_ name: String) -> MethodNotes? { all[name] }

  private static let all: [String: MethodNotes] = [
    "finetune": .init(
      idea: """
        The network is trained on each experience in turn; nothing protects what it learned before.
        """,
      formula: "loss = cross-entropy on the images of the current experience",
      cost: "one forward and one backward pass per step; no memory besides the network"),
    "joint": .init(
      idea: "Images of all experiences so far are kept and trained on together.",
      formula: "loss = cross-entropy on images of experiences 1 to t, over all classes so far",
      cost: "the same per step as fine-tuning; every training image is stored"),
    "lwf": .init(
      idea: """
        The outputs of the frozen old classifier for the new images are soft targets, so that the \
        network keeps its answers for old classes without any old image.
        """,
      formula: """
        loss = cross-entropy + weight * T^2 * H(softmax(z_old / T), softmax(z / T))
        z, z_old: scores of the classifier and of the frozen one; H(p, q) = -sum p log q
        class-incremental: q runs over all classes so far, and p is 0 for new ones; \
        task-incremental: one H for each old experience, over its own classes
        """,
      cost: "one more forward pass per step, of the frozen classifier, which is also stored"),
    "generative-replay": .init(
      idea: """
        A generator is trained along with the classifier. Its frozen copy generates images of earlier \
        experiences, the frozen classifier labels them, and each step trains both networks on as many \
        generated as current images.
        """,
      formula: """
        loss = r * current + (1 - r) * replay, r = 1 / t in experience t; the same weights for \
        classifier and generator
        current: cross-entropy with the labels; replay: cross-entropy with the labels of the frozen \
        classifier (targets=hard), or T^2 * H(softmax(z_old / T), softmax(z / T)) (targets=soft)
        """,
      cost: """
        from experience 2 on twice the images per step, plus their generation; a generator and frozen \
        copies of both networks are stored
        """),
    "dgm": .init(
      idea: """
        A conditional generator plays a Wasserstein game with a critic whose second head is the \
        classifier. Each experience learns masks over the generator's weights or channels. When it \
        ends, the masks become binary, what they use is reserved and no longer changes, and the layers grow so \
        that as much capacity is free as before. Images of old classes therefore never \
        change.
        """,
      formula: """
        masks m = sigmoid(s * e), where the sharpness s rises during training; afterwards m = [e >= 0]
        critic: D(fake) - D(real) + penalty * (|dD/dx| - 1)^2
        generator: -adversarial * D(fake) + sparsity * growth * R (+ cross-entropy), with \
        R = sum m (1 - M) / sum (1 - M) over all mask entries, M = 1 where already reserved
        classifier: cross-entropy on current images and on generated ones of all old classes
        """,
      cost: """
        per batch: one classifier step for every B current or replayed images, and critics= steps of \
        the critic and one of the generator (B: batch=). Stored: the generator, which grows, and one \
        bit per mask entry and experience; no images unless store= is set
        """),
    "genifer": .init(
      idea: """
        Each experience has two phases. First the classifier learns: current images from their labels, \
        replayed images from the outputs and features of the frozen old classifier. Then a \
        class-conditional StyleGAN2-like generator learns to make images that match real ones in the \
        new classifier's features, while its images of old classes are aligned with those of the \
        previous generator.
        """,
      formula: """
        classifier: current * cross-entropy(real) + output * T^2 * H(softmax(z_old / T), softmax(z / T)) \
        + feature * |f - f_old|, the latter two on replayed images
        discriminator: softplus(D(f(fake))) + softplus(-D(f(real))), plus R1 every r1-interval= steps
        generator: softplus(-D(f(fake))) + alignment * (old / current classes) * mean |G(c) - G_old(c)|
        D sees features f of augmented images (ADA); G_old's images of old classes count as real
        """,
      cost: """
        a generator phase after each experience but the last, usually longer than the classifier's; \
        in later experiences a forward pass of the frozen classifier and of the old generator per step. \
        Stored: generator, its moving average, discriminator, and frozen copies of classifier and \
        generator; no images
        """),
    "vae": .init(
      idea: """
        An encoder maps an image to a Gaussian over codes z; a decoder maps codes back to images.
        """,
      formula: """
        loss = (binary cross-entropy(x, decoded z) + KL(q(z|x), N(0, 1))) / pixels, mean over images
        """,
      cost: "a training step runs encoder and decoder, a sample the decoder alone"),
  ]
}
