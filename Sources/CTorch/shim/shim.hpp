#pragma once
#include "../include/ctorch.h"

#include <ATen/Context.h>
#include <ATen/core/Tensor.h>
#include <c10/util/Exception.h>

#include <atomic>
#include <exception>
#include <string>

namespace shim {

/// The message of the newest failure on this thread: its first line, without libtorch's trace.
inline thread_local std::string message;

inline void remember(const char *what) {
  message = what;
  auto end = message.find('\n');
  if (end != std::string::npos) message.resize(end);
}

inline std::atomic<bool> flushes_subnormals = false;

/// Sets how this thread computes; the threads that an operator starts from here inherit it.
inline void prepare_thread() {
  thread_local bool flushes = false;
  if (flushes == flushes_subnormals) return;
  flushes = flushes_subnormals;
  at::globalContext().setFlushDenormal(flushes);
}

/// Runs `body` and turns an exception into `failed`.
template <typename Body, typename Result>
Result guarded(Result failed, Body body) noexcept {
  try {
    prepare_thread();
    return body();
  } catch (const c10::Error &error) {
    // `what` would look up the names of all callers, which takes long.
    remember(error.what_without_backtrace());
  } catch (const std::exception &error) {
    remember(error.what());
  } catch (...) {
    remember("an unknown error in libtorch");
  }
  return failed;
}

/// Another reference to the tensor behind a handle.
inline at::Tensor tensor(ct_tensor handle) {
  return at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim_copy(
      reinterpret_cast<c10::TensorImpl *>(handle)));
}

ct_tensor own(at::Tensor &&tensor);
void release(ct_tensor handle);
int64_t live_count();

/// The device called `name`; opens libtorch's half for GPUs if it is one.
c10::Device device_named(const char *name);
int32_t gpu_count();

at::ScalarType scalar_type(int32_t type);
uint64_t digest(const void *bytes, size_t count);

}  // namespace shim
