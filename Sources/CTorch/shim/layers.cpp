// Several linear layers with ReLU between them as one node of the graph.
#include "layers.hpp"

#include <ATen/core/LegacyTypeDispatch.h>
#include <ATen/ops/addmm.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/sum.h>
#include <ATen/ops/threshold_backward.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>

#include <vector>

namespace shim {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Outputs of all layers, the last one without ReLU; nothing is recorded.
variable_list outputs(const at::Tensor &input, at::TensorList weights, at::TensorList biases) {
  at::AutoDispatchBelowADInplaceOrView unrecorded;
  variable_list found;
  found.reserve(weights.size());
  for (size_t i = 0; i < weights.size(); i++) {
    const auto &before = i == 0 ? input : found.back();
    auto after = at::addmm(biases[i], before, weights[i].t());
    if (i + 1 < weights.size()) after.relu_();
    found.push_back(std::move(after));
  }
  return found;
}

/// The same function as nodes that can be differentiated twice.
at::Tensor recorded(const at::Tensor &input, at::TensorList weights, at::TensorList biases) {
  at::Tensor at = input;
  for (size_t i = 0; i < weights.size(); i++) {
    at = at::linear(at, weights[i], biases[i]);
    if (i + 1 < weights.size()) at = at::relu(at);
  }
  return at;
}

/// Inputs are the input, all weights, then all biases.
struct Stack : torch::autograd::Function<Stack> {
  static at::Tensor forward(AutogradContext *context, const at::Tensor &input,
                            at::TensorList weights, at::TensorList biases) {
    auto found = outputs(input, weights, biases);
    auto last = std::move(found.back());
    found.pop_back();
    variable_list saved{input};
    saved.insert(saved.end(), weights.begin(), weights.end());
    saved.insert(saved.end(), biases.begin(), biases.end());
    saved.insert(saved.end(), found.begin(), found.end());
    context->save_for_backward(std::move(saved));
    return last;
  }

  static variable_list backward(AutogradContext *context, variable_list gradients) {
    auto saved = context->get_saved_variables();
    size_t count = saved.size() / 3;
    if (at::GradMode::is_enabled()) return differentiable(context, saved, count, gradients);

    at::AutoDispatchBelowADInplaceOrView unrecorded;
    variable_list found(1 + 2 * count);
    auto slope = std::move(gradients[0]);
    if (!slope.defined()) return found;
    for (size_t i = count; i-- > 0;) {
      const auto &before = i == 0 ? saved[0] : saved[2 * count + i];
      if (context->needs_input_grad(1 + i)) found[1 + i] = slope.t().mm(before);
      if (context->needs_input_grad(1 + count + i)) found[1 + count + i] = slope.sum(0);
      if (i == 0) {
        if (context->needs_input_grad(0)) found[0] = slope.mm(saved[1]);
        break;
      }
      slope = slope.mm(saved[1 + i]);
      at::threshold_backward_out(slope, slope, before, 0);
    }
    return found;
  }

  static variable_list differentiable(AutogradContext *context, const variable_list &saved,
                                      size_t count, const variable_list &gradients) {
    at::TensorList all(saved);
    auto output = recorded(saved[0], all.slice(1, count), all.slice(1 + count, count));
    variable_list wanted;
    for (size_t i = 0; i <= 2 * count; i++) {
      if (context->needs_input_grad(i)) wanted.push_back(saved[i]);
    }
    auto some = torch::autograd::grad({output}, wanted, gradients, true, true, true);
    variable_list found(1 + 2 * count);
    for (size_t i = 0, next = 0; i <= 2 * count; i++) {
      if (context->needs_input_grad(i)) found[i] = some[next++];
    }
    return found;
  }
};

variable_list tensors(const ct_tensor *handles, int32_t count) {
  variable_list found;
  for (auto handle : list(handles, count)) found.push_back(tensor(handle));
  return found;
}

}  // namespace

ct_tensor linear_stack(ct_tensor input, const ct_tensor *weights, const ct_tensor *biases,
                       int32_t count) {
  return made([&] {
    TORCH_CHECK(count > 0, "a stack needs a layer");
    auto first = tensor(input);
    TORCH_CHECK(first.dim() == 2, "a stack of linear layers takes rows, not ", first.sizes());
    auto all = tensors(weights, count), offsets = tensors(biases, count);
    bool records = at::GradMode::is_enabled() && first.requires_grad();
    for (int32_t i = 0; i < count && at::GradMode::is_enabled(); i++) {
      records = records || all[i].requires_grad() || offsets[i].requires_grad();
    }
    if (!records) return own(std::move(outputs(first, all, offsets).back()));
    return own(Stack::apply(first, at::TensorList(all), at::TensorList(offsets)));
  });
}

}  // namespace shim
