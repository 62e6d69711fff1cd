// Devices by name. libtorch's half for GPUs is a library of its own, opened when one is asked for.
#include "shim.hpp"

#include <ATen/Context.h>
#include <ATen/detail/CUDAHooksInterface.h>

#include <dlfcn.h>

namespace shim {

/// It registers itself when it is opened. The first `backward` starts one thread for each device
/// known by then, so ask for a GPU before it.
static bool open_gpu_half() {
  static void *half = dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL);
  return half != nullptr;
}

int32_t gpu_count() {
  return guarded<>(0, [&] {
    bool usable = open_gpu_half() && at::hasCUDA();
    return usable ? static_cast<int32_t>(at::detail::getCUDAHooks().deviceCount()) : 0;
  });
}

c10::Device device_named(const char *name) {
  c10::Device device{std::string(name)};
  if (!device.is_cuda()) return device;
  int32_t count = gpu_count();
  TORCH_CHECK(count > 0, "no GPU can be used here");
  TORCH_CHECK(device.index() >= -1 && device.index() < count, "there is no ", name, ": GPUs are counted from 0 and there ",
              count == 1 ? "is " : "are ", count);
  return device;
}

}  // namespace shim
