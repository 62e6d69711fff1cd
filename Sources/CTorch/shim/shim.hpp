#pragma once
#include "../include/ctorch.h"

#include <ATen/Context.h>
#include <ATen/core/Tensor.h>
#include <c10/util/ArrayRef.h>
#include <c10/util/Exception.h>

#include <atomic>
#include <exception>
#include <string>

namespace shim {

/// The message of the latest failure on this thread: its first line, without libtorch's trace.
inline thread_local std::string message;

inline void remember(const char *what) {
  message = what;
  auto end = message.find('\n');
  if (end != std::string::npos) message.resize(end);
}

inline std::atomic<bool> flushes_subnormals = false;

/// Sets this thread's rounding mode; threads that an operator starts from here inherit it.
inline void prepare_thread() {
  thread_local bool flushes = false;
  if (flushes == flushes_subnormals) return;
  flushes = flushes_subnormals;
  at::globalContext().setFlushDenormal(flushes);
}

/// Runs `body` and turns an exception into the result `failed` and a message.
template <typename Body, typename Result>
Result guarded(Result failed, Body body) noexcept {
  try {
    prepare_thread();
    return body();
  } catch (const c10::Error &error) {
    // `what` would look up the names of all callers, which is slow.
    remember(error.what_without_backtrace());
  } catch (const std::exception &error) {
    remember(error.what());
  } catch (...) {
    remember("an unknown error in libtorch");
  }
  return failed;
}

/// Runs `body`, which returns nothing, for a status.
template <typename Body>
int32_t attempt(Body body) noexcept {
  return guarded<>(-1, [&] {
    body();
    return 0;
  });
}

/// Runs `body`, which returns a handle.
template <typename Body>
ct_tensor made(Body body) noexcept {
  return guarded<>(static_cast<ct_tensor>(nullptr), body);
}

/// Another reference to the tensor behind a handle.
inline at::Tensor tensor(ct_tensor handle) {
  TORCH_CHECK(handle, "a tensor is missing");
  return at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim_copy(
      reinterpret_cast<c10::TensorImpl *>(handle)));
}

ct_tensor own(at::Tensor &&tensor);
void release(ct_tensor handle) noexcept;
int64_t live_count();

/// `count` elements from `first` on.
template <typename Element>
c10::ArrayRef<Element> list(const Element *first, int32_t count) {
  TORCH_CHECK(count >= 0 && (first || count == 0), "a list is missing");
  return c10::ArrayRef<Element>(first, static_cast<size_t>(count));
}

/// The device called `name`; opens libtorch's library for GPUs if it is one.
c10::Device device_named(const char *name);
int32_t gpu_count();

int32_t seed_with_all_bits(int32_t on);
int64_t count_multiplications(int32_t on);

at::ScalarType scalar_type(int32_t type);
uint64_t digest(const void *bytes, size_t count);

}  // namespace shim
