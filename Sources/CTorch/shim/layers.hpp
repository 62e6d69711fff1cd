#pragma once
#include "shim.hpp"

namespace shim {

ct_tensor linear_stack(ct_tensor input, const ct_tensor *weights, const ct_tensor *biases,
                       int32_t count);
ct_tensor bernoulli_loss(ct_tensor logits, ct_tensor targets, ct_tensor weights, double scale);
ct_tensor gaussian_code(ct_tensor statistics, ct_tensor noise, ct_tensor weights, double scale,
                        ct_tensor *divergence);

}  // namespace shim
