// Devices by name. libtorch's GPU code is a library of its own, opened the first time a GPU is asked for.
#include "shim.hpp"

#include <ATen/Context.h>
#include <ATen/detail/CUDAHooksInterface.h>

#include <dlfcn.h>

namespace shim {

/// The library registers itself when it is opened. The first `backward` starts one thread for each
/// device known by then, so ask for a GPU before it.
static bool open_gpu_library() {
  static void *library = dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL);
  return library != nullptr;
}

int32_t gpu_count() {
  return guarded<>(0, [&] {
    bool usable = open_gpu_library() && at::hasCUDA();
    return usable ? static_cast<int32_t>(at::detail::getCUDAHooks().deviceCount()) : 0;
  });
}

c10::Device device_named(const char *name) {
  TORCH_CHECK(name, "a device's name is missing");
  c10::Device device{std::string(name)};
  if (!device.is_cuda()) return device;
  int32_t count = gpu_count();
  TORCH_CHECK(count > 0, "no usable GPU was found");
  TORCH_CHECK(device.index() >= -1 && device.index() < count, "there is no device ", name,
              ": this machine has ", count, count == 1 ? " GPU" : " GPUs", ", counted from 0");
  return device;
}

}  // namespace shim
