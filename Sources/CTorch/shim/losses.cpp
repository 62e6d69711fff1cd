// The two halves of a variational bound with closed-form gradients, each one node of the graph.
#include "layers.hpp"

#include <ATen/TensorOperators.h>
#include <ATen/core/LegacyTypeDispatch.h>
#include <ATen/ops/addcmul.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/dot.h>
#include <ATen/ops/mul.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/softplus.h>
#include <ATen/ops/sum.h>
#include <torch/csrc/autograd/custom_function.h>

#include <optional>

namespace shim {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Switches recording off unless gradients of gradients are asked for.
struct Quiet {
  std::optional<at::AutoDispatchBelowADInplaceOrView> guard;
  Quiet() {
    if (!at::GradMode::is_enabled()) guard.emplace();
  }
};

/// scale sum_b weights_b rows_b; without weights every row counts once.
at::Tensor total(const at::Tensor &elements, const at::Tensor &weights, double scale) {
  auto sum = weights.defined() ? elements.sum(1).dot(weights) : elements.sum();
  return sum.mul_(scale);
}

/// The factor of every row's gradient, `[batch, 1]` or one number.
at::Tensor share(const at::Tensor &gradient, const at::Tensor &weights, double scale) {
  auto one = gradient * scale;
  return weights.defined() ? (weights * one).unsqueeze(1) : one;
}

/// scale sum_b w_b sum_p softplus(x) - t x.
struct Bernoulli : torch::autograd::Function<Bernoulli> {
  static at::Tensor forward(AutogradContext *context, const at::Tensor &logits,
                            const at::Tensor &targets, const std::optional<at::Tensor> &given,
                            double scale) {
    Quiet quiet;
    auto weights = given.value_or(at::Tensor());
    context->save_for_backward({logits, targets, weights});
    context->saved_data["scale"] = scale;
    auto elements = at::softplus(logits);
    elements.addcmul_(targets, logits, -1);
    return total(elements, weights, scale);
  }

  static variable_list backward(AutogradContext *context, variable_list gradients) {
    Quiet quiet;
    auto saved = context->get_saved_variables();
    auto factor = share(gradients[0], saved[2], context->saved_data["scale"].toDouble());
    auto slope = saved[0].sigmoid();
    if (at::GradMode::is_enabled()) return {(slope - saved[1]) * factor, {}, {}, {}};
    return {slope.sub_(saved[1]).mul_(factor), {}, {}, {}};
  }
};

/// z = mu + sigma e and scale sum_b w_b sum_j 1/2 (mu^2 + sigma^2 - 1 - log sigma^2).
struct Gaussian : torch::autograd::Function<Gaussian> {
  static variable_list forward(AutogradContext *context, const at::Tensor &statistics,
                               const at::Tensor &noise, const std::optional<at::Tensor> &given,
                               double scale) {
    Quiet quiet;
    auto weights = given.value_or(at::Tensor());
    context->save_for_backward({statistics, noise, weights});
    context->saved_data["scale"] = scale;
    auto parts = statistics.chunk(2, 1);
    auto deviation = (parts[1] * 0.5).exp_();
    auto sample = at::addcmul(parts[0], deviation, noise);
    auto elements = deviation.square_().sub_(parts[1]).sub_(1).addcmul_(parts[0], parts[0]);
    return {sample, total(elements, weights, 0.5 * scale)};
  }

  static variable_list backward(AutogradContext *context, variable_list gradients) {
    Quiet quiet;
    auto saved = context->get_saved_variables();
    auto parts = saved[0].chunk(2, 1);
    auto factor = share(gradients[1], saved[2], context->saved_data["scale"].toDouble());
    auto deviation = (parts[1] * 0.5).exp();
    // d/dmu = g + w mu; d/dlog sigma^2 = 1/2 (g e sigma + w (sigma^2 - 1)).
    auto mean = at::addcmul(gradients[0], parts[0], factor);
    auto noisy = gradients[0] * saved[1] * deviation;
    auto spread = at::addcmul(noisy, deviation * deviation - 1, factor) * 0.5;
    return {at::cat(variable_list{mean, spread}, 1), {}, {}, {}};
  }
};

std::optional<at::Tensor> optional(ct_tensor handle) {
  return handle ? std::make_optional(tensor(handle)) : std::nullopt;
}

void check(const at::Tensor &rows, const at::Tensor &others,
           const std::optional<at::Tensor> &weights) {
  TORCH_CHECK(rows.dim() == 2 && others.dim() == 2 && rows.size(0) == others.size(0),
              "expected one row for each example, not shapes ", rows.sizes(), " and ", others.sizes());
  TORCH_CHECK(!weights || (weights->dim() == 1 && weights->size(0) == rows.size(0)),
              "expected one weight for each of ", rows.size(0), " rows");
  TORCH_CHECK(!others.requires_grad() && !(weights && weights->requires_grad()),
              "targets, noise and weights cannot require gradients here");
}

}  // namespace

ct_tensor bernoulli_loss(ct_tensor logits, ct_tensor targets, ct_tensor weights, double scale) {
  return made([&] {
    auto rows = tensor(logits), wanted = tensor(targets);
    auto shares = optional(weights);
    check(rows, wanted, shares);
    TORCH_CHECK(rows.sizes() == wanted.sizes(), "logits are ", rows.sizes(), ", targets ",
                wanted.sizes());
    return own(Bernoulli::apply(rows, wanted, shares, scale));
  });
}

ct_tensor gaussian_code(ct_tensor statistics, ct_tensor noise, ct_tensor weights, double scale,
                        ct_tensor *divergence) {
  return made([&] {
    TORCH_CHECK(divergence, "there is no room for the divergence");
    auto rows = tensor(statistics), drawn = tensor(noise);
    auto shares = optional(weights);
    check(rows, drawn, shares);
    TORCH_CHECK(rows.size(1) == 2 * drawn.size(1), "statistics of ", rows.size(1),
                " columns do not fit noise of ", drawn.size(1));
    auto both = Gaussian::apply(rows, drawn, shares, scale);
    *divergence = own(std::move(both[1]));
    return own(std::move(both[0]));
  });
}

}  // namespace shim
