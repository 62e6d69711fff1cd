// The one exported symbol: a table of everything that Swift may call.
#include "layers.hpp"
#include "operators.hpp"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/version.h>

#include <cstring>

using namespace shim;

namespace {

const char *last_error() { return message.c_str(); }
const char *torch_version() { return TORCH_VERSION; }
void set_threads(int32_t count) { at::set_num_threads(count); }

ct_tensor copy_in(const void *bytes, const int64_t *shape, int32_t dimensions, int32_t type) {
  return guarded<>(static_cast<ct_tensor>(nullptr), [&] {
    auto result = at::empty(c10::IntArrayRef(shape, dimensions), scalar_type(type));
    if (result.nbytes() > 0) std::memcpy(result.mutable_data_ptr(), bytes, result.nbytes());
    return own(std::move(result));
  });
}

ct_tensor borrow(void *bytes, const int64_t *shape, int32_t dimensions, int32_t type, void *owner,
                 void (*done)(void *)) {
  return guarded<>(static_cast<ct_tensor>(nullptr), [&] {
    return own(at::from_blob(
        bytes, c10::IntArrayRef(shape, dimensions), [owner, done](void *) { done(owner); },
        at::TensorOptions().dtype(scalar_type(type))));
  });
}

int32_t copy_out(ct_tensor handle, void *bytes, size_t capacity) {
  return guarded<>(-1, [&] {
    auto whole = tensor(handle).detach().to(at::kCPU).contiguous();
    TORCH_CHECK(whole.nbytes() <= capacity, "not enough room for the elements");
    if (whole.nbytes() > 0) std::memcpy(bytes, whole.const_data_ptr(), whole.nbytes());
    return 0;
  });
}

int32_t dimensions(ct_tensor handle) { return static_cast<int32_t>(tensor(handle).dim()); }
int64_t size(ct_tensor handle, int32_t dimension) { return tensor(handle).sizes()[dimension]; }

int32_t type(ct_tensor handle) {
  switch (tensor(handle).scalar_type()) {
    case at::kByte: return CT_UINT8;
    case at::kLong: return CT_INT64;
    case at::kFloat: return CT_FLOAT32;
    case at::kDouble: return CT_FLOAT64;
    case at::kBool: return CT_BOOLEAN;
    default: return CT_OTHER;
  }
}

int32_t device(ct_tensor handle) {
  auto place = tensor(handle).device();
  return place.is_cpu() ? -1 : place.index();
}

int32_t item(ct_tensor handle, double *value) {
  return guarded<>(-1, [&] {
    auto one = tensor(handle);
    if (one.is_cpu() && one.numel() == 1 && one.scalar_type() == at::kFloat) {
      *value = *one.const_data_ptr<float>();
      return 0;
    }
    *value = one.item().toDouble();
    return 0;
  });
}

int32_t digest_of(ct_tensor handle, uint64_t *value) {
  return guarded<>(-1, [&] {
    auto whole = tensor(handle).detach().to(at::kCPU).contiguous();
    *value = digest(whole.const_data_ptr(), whole.nbytes());
    return 0;
  });
}

int32_t require_gradient(ct_tensor handle, int32_t on) {
  return guarded<>(-1, [&] {
    tensor(handle).requires_grad_(on != 0);
    return 0;
  });
}

int32_t requires_gradient(ct_tensor handle) { return tensor(handle).requires_grad(); }

ct_tensor gradient(ct_tensor handle) {
  return guarded<>(static_cast<ct_tensor>(nullptr),
                   [&] { return own(at::Tensor(tensor(handle).grad())); });
}

void clear_gradient(ct_tensor handle) { tensor(handle).mutable_grad().reset(); }

int32_t backward(ct_tensor handle, int32_t keep_graph) {
  return guarded<>(-1, [&] {
    torch::autograd::backward({tensor(handle)}, {}, keep_graph != 0);
    return 0;
  });
}

int32_t gradients(ct_tensor output, const ct_tensor *inputs, int32_t count, int32_t options,
                  ct_tensor *results) {
  return guarded<>(-1, [&] {
    torch::autograd::variable_list wanted;
    for (int32_t i = 0; i < count; i++) wanted.push_back(tensor(inputs[i]));
    bool create_graph = options & CT_CREATE_GRAPH;
    bool keep_graph = create_graph || (options & CT_KEEP_GRAPH);
    auto found =
        torch::autograd::grad({tensor(output)}, wanted, {}, keep_graph, create_graph, true);
    for (int32_t i = 0; i < count; i++) results[i] = own(std::move(found[i]));
    return 0;
  });
}

int32_t set_recording(int32_t on) {
  bool was = at::GradMode::is_enabled();
  at::GradMode::set_enabled(on != 0);
  return was;
}

void set_deterministic(int32_t on) {
  at::globalContext().setDeterministicAlgorithms(on != 0, /*warn_only=*/false);
  // New memory would be filled with NaN first, which costs time and changes no result.
  at::globalContext().setDeterministicFillUninitializedMemory(false);
}

void flush_subnormals(int32_t on) { flushes_subnormals = on != 0; }

void *data(ct_tensor handle) {
  return guarded<>(static_cast<void *>(nullptr), [&]() -> void * {
    auto whole = tensor(handle);
    return whole.is_cpu() && whole.is_contiguous() ? whole.data_ptr() : nullptr;
  });
}

// Warnings would be written over the prompt.
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
};

}  // namespace

extern "C" __attribute__((visibility("default"))) const ct_api *ct_api_table(void) {
  // Never destroyed: threads of libtorch may outlive the end of `main`.
  static auto *silence = new Silence;
  c10::WarningUtils::set_warning_handler(silence);
  return &table;
}
