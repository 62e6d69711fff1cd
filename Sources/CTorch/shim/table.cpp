// The one exported symbol: the table of everything that Swift may call.
#include "layers.hpp"
#include "operators.hpp"
#include "script.hpp"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/version.h>

#include <algorithm>
#include <cstring>
#include <memory>

using namespace shim;

namespace {

const char *last_error() { return message.c_str(); }
const char *torch_version() { return TORCH_VERSION; }

int32_t set_threads(int32_t count) {
  return attempt([&] { at::set_num_threads(count); });
}

/// A shape whose bytes can be counted.
c10::IntArrayRef sizes(const int64_t *shape, int32_t dimensions, at::ScalarType type) {
  auto found = list(shape, dimensions);
  int64_t bytes = static_cast<int64_t>(c10::elementSize(type));
  for (int64_t size : found) {
    // Strides are computed as if an empty dimension had one element.
    bool overflows = size < 0 || __builtin_mul_overflow(bytes, std::max<int64_t>(1, size), &bytes);
    TORCH_CHECK(!overflows, "a tensor cannot have the shape ", found);
  }
  return found;
}

ct_tensor copy_in(const void *bytes, const int64_t *shape, int32_t dimensions, int32_t type) {
  return made([&] {
    auto kind = scalar_type(type);
    auto result = at::empty(sizes(shape, dimensions, kind), kind);
    TORCH_CHECK(bytes || result.nbytes() == 0, "the elements are missing");
    if (result.nbytes() > 0) std::memcpy(result.mutable_data_ptr(), bytes, result.nbytes());
    return own(std::move(result));
  });
}

ct_tensor borrow(void *bytes, const int64_t *shape, int32_t dimensions, int32_t type, void *owner,
                 void (*done)(void *)) {
  return made([&] {
    auto kind = scalar_type(type);
    auto form = sizes(shape, dimensions, kind);
    TORCH_CHECK(bytes && done, "the elements are missing");
    // libtorch runs the deleter also where it fails half way.
    auto succeeded = std::make_shared<bool>(false);
    auto result = at::from_blob(
        bytes, form,
        [owner, done, succeeded](void *) {
          if (*succeeded) done(owner);
        },
        at::TensorOptions().dtype(kind));
    *succeeded = true;
    return own(std::move(result));
  });
}

int32_t copy_out(ct_tensor handle, void *bytes, size_t capacity) {
  return attempt([&] {
    auto whole = tensor(handle).detach().to(at::kCPU).contiguous();
    TORCH_CHECK(whole.nbytes() == 0 || (bytes && whole.nbytes() <= capacity),
                "there is no room for the elements");
    if (whole.nbytes() > 0) std::memcpy(bytes, whole.const_data_ptr(), whole.nbytes());
  });
}

int32_t dimensions(ct_tensor handle) {
  return guarded<>(-1, [&] { return static_cast<int32_t>(tensor(handle).dim()); });
}

int64_t size(ct_tensor handle, int32_t dimension) {
  return guarded<>(int64_t{-1}, [&] {
    auto all = tensor(handle).sizes();
    TORCH_CHECK(dimension >= 0 && static_cast<size_t>(dimension) < all.size(), "a tensor of shape ",
                all, " has no dimension ", dimension);
    return all[dimension];
  });
}

int32_t type(ct_tensor handle) {
  return guarded<>(-1, [&]() -> int32_t {
    switch (tensor(handle).scalar_type()) {
      case at::kByte: return CT_UINT8;
      case at::kLong: return CT_INT64;
      case at::kFloat: return CT_FLOAT32;
      case at::kDouble: return CT_FLOAT64;
      case at::kBool: return CT_BOOLEAN;
      default: return CT_OTHER;
    }
  });
}

int32_t device(ct_tensor handle) {
  return guarded<>(int32_t{CT_NO_DEVICE}, [&]() -> int32_t {
    auto place = tensor(handle).device();
    return place.is_cpu() ? CT_CPU : place.index();
  });
}

int32_t item(ct_tensor handle, double *value) {
  return attempt([&] {
    auto one = tensor(handle);
    bool isPlain = one.is_cpu() && one.numel() == 1 && one.scalar_type() == at::kFloat;
    *value = isPlain ? *one.const_data_ptr<float>() : one.item().toDouble();
  });
}

int32_t digest_of(ct_tensor handle, uint64_t *value) {
  return attempt([&] {
    auto whole = tensor(handle).detach().to(at::kCPU).contiguous();
    *value = digest(whole.const_data_ptr(), whole.nbytes());
  });
}

int32_t require_gradient(ct_tensor handle, int32_t on) {
  return attempt([&] { tensor(handle).requires_grad_(on != 0); });
}

int32_t requires_gradient(ct_tensor handle) {
  return guarded<>(-1, [&] { return int32_t{tensor(handle).requires_grad()}; });
}

ct_tensor gradient(ct_tensor handle) {
  return made([&] { return own(at::Tensor(tensor(handle).grad())); });
}

int32_t clear_gradient(ct_tensor handle) {
  return attempt([&] { tensor(handle).mutable_grad().reset(); });
}

int32_t backward(ct_tensor handle, int32_t keep_graph) {
  return attempt([&] { torch::autograd::backward({tensor(handle)}, {}, keep_graph != 0); });
}

int32_t gradients(ct_tensor output, const ct_tensor *inputs, int32_t count, int32_t options,
                  ct_tensor *results) {
  return attempt([&] {
    torch::autograd::variable_list wanted;
    for (auto input : list(inputs, count)) wanted.push_back(tensor(input));
    bool create_graph = options & CT_CREATE_GRAPH;
    bool keep_graph = create_graph || (options & CT_KEEP_GRAPH);
    auto found =
        torch::autograd::grad({tensor(output)}, wanted, {}, keep_graph, create_graph, true);
    for (int32_t i = 0; i < count; i++) results[i] = own(std::move(found[i]));
  });
}

int32_t set_recording(int32_t on) {
  return guarded<>(-1, [&] {
    bool was = at::GradMode::is_enabled();
    at::GradMode::set_enabled(on != 0);
    return int32_t{was};
  });
}

int32_t set_deterministic(int32_t on) {
  return attempt([&] {
    at::globalContext().setDeterministicAlgorithms(on != 0, /*warn_only=*/false);
    // Otherwise new memory would be filled with NaN first, which takes time and changes no result.
    at::globalContext().setDeterministicFillUninitializedMemory(false);
  });
}

int32_t flush_subnormals(int32_t on) {
  flushes_subnormals = on != 0;
  return 0;
}

void *data(ct_tensor handle) {
  return guarded<>(static_cast<void *>(nullptr), [&]() -> void * {
    auto whole = tensor(handle);
    return whole.is_cpu() && whole.is_contiguous() ? whole.data_ptr() : nullptr;
  });
}

// libtorch's warnings would overwrite the prompt.
struct Silence : c10::WarningHandler {
  void process(const c10::Warning &) override {}
};

const ct_api table = {
    CT_VERSION,
    last_error,
    torch_version,
    set_threads,
    find,
    call,
    release,
    live_count,
    copy_in,
    borrow,
    copy_out,
    dimensions,
    size,
    type,
    device,
    item,
    digest_of,
    require_gradient,
    requires_gradient,
    gradient,
    clear_gradient,
    backward,
    gradients,
    set_recording,
    gpu_count,
    set_deterministic,
    data,
    linear_stack,
    bernoulli_loss,
    gaussian_code,
    flush_subnormals,
    seed_with_all_bits,
    count_multiplications,
    load_module,
    release_module,
    module_tensors,
    module_tensor,
    forward,
};

}  // namespace

extern "C" __attribute__((visibility("default"))) const ct_api *ct_api_table(void) {
  return guarded<>(static_cast<const ct_api *>(nullptr), [] {
    // Never destroyed: libtorch's threads may outlive the end of `main`.
    static auto *silence = new Silence;
    c10::WarningUtils::set_warning_handler(silence);
    return &table;
  });
}
