// Counts the multiplications of matrix products and convolutions, for rates in FLOP/s.
#include "shim.hpp"

#include <ATen/core/ivalue.h>
#include <ATen/record_function.h>

#include <cstring>
#include <memory>

namespace shim {

namespace {

thread_local int64_t counted = 0;
/// How many counted operators are running, one inside another.
thread_local int32_t depth = 0;
thread_local at::CallbackHandle observer = at::INVALID_CALLBACK_HANDLE;

struct Inside : at::ObserverContext {
  Inside() { depth++; }
  ~Inside() override { depth--; }
};

/// Products of rows and columns: all elements of the first factor meet each column of the second.
int64_t product(const at::Tensor &left, const at::Tensor &right) {
  return left.numel() * right.size(-1);
}

/// A kernel `[outer, inner, ...]` meets each pixel on its outer side once.
int64_t convolution(const at::Tensor &pixels, const at::Tensor &kernel) {
  return kernel.size(0) == 0 ? 0 : pixels.numel() / kernel.size(0) * kernel.numel();
}

int64_t convolution(const at::Tensor &images, const at::Tensor &kernel, c10::IntArrayRef stride,
                    c10::IntArrayRef padding) {
  TORCH_CHECK(stride.size() == 2 && padding.size() == 2, "only plane images are counted");
  int64_t pixels = images.size(0) * kernel.size(0);
  for (int64_t i = 0; i < 2; i++) {
    TORCH_CHECK(stride[i] > 0, "a stride is positive");
    pixels *= (images.size(2 + i) + 2 * padding[i] - kernel.size(2 + i)) / stride[i] + 1;
  }
  return kernel.size(0) == 0 ? 0 : pixels / kernel.size(0) * kernel.numel();
}

/// Multiplications of one call; negative for an operator that is not counted.
int64_t multiplications(const char *name, c10::ArrayRef<const c10::IValue> given) {
  if (std::strncmp(name, "aten::", 6) != 0) return -1;
  auto is = [&](const char *other) { return std::strcmp(name + 6, other) == 0; };
  auto at = [&](size_t index) { return given[index].toTensor(); };
  if (is("mm") || is("bmm")) return product(at(0), at(1));
  if (is("addmm") || is("baddbmm")) return product(at(1), at(2));
  if (is("thnn_conv2d") || is("_slow_conv2d_forward")) {
    return convolution(at(0), at(1), given[4].toIntVector(), given[5].toIntVector());
  }
  if (is("_slow_conv2d_backward")) {
    auto wanted = given[given.size() - 1].toBoolList();
    return convolution(at(0), at(2)) * (int64_t{wanted[0]} + int64_t{wanted[1]});
  }
  if (is("convolution") || is("_convolution")) {
    if (given[6].toBool()) return convolution(at(0), at(1));
    return convolution(at(0), at(1), given[3].toIntVector(), given[4].toIntVector());
  }
  if (is("convolution_backward")) {
    auto wanted = given[10].toBoolList();
    return convolution(at(given[7].toBool() ? 1 : 0), at(2)) *
           (int64_t{wanted[0]} + int64_t{wanted[1]});
  }
  return -1;
}

std::unique_ptr<at::ObserverContext> begin(const at::RecordFunction &function) {
  if (depth > 0) return nullptr;
  auto count = guarded<>(int64_t{-1},
                         [&] { return multiplications(function.name(), function.inputs()); });
  if (count < 0) return nullptr;
  counted += count;
  return std::make_unique<Inside>();
}

}  // namespace

int64_t count_multiplications(int32_t on) {
  return guarded<>(int64_t{-1}, [&] {
    if (observer != at::INVALID_CALLBACK_HANDLE) at::removeCallback(observer);
    observer = at::INVALID_CALLBACK_HANDLE;
    int64_t found = counted;
    if (on) {
      counted = 0;
      observer = at::addThreadLocalCallback(at::RecordFunctionCallback(begin)
                                                .needsInputs(true)
                                                .scopes({at::RecordScope::FUNCTION}));
    }
    return found;
  });
}

}  // namespace shim
