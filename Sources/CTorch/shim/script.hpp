#pragma once
#include "shim.hpp"

namespace shim {

ct_module load_module(const void *bytes, size_t count, const char *device);
void release_module(ct_module handle) noexcept;
int32_t module_tensors(ct_module handle, int32_t trained);
ct_tensor module_tensor(ct_module handle, int32_t index, const char **name);
ct_tensor forward(ct_module handle, ct_tensor input, int32_t training, uint64_t seed);

}  // namespace shim
