// Modules that PyTorch saved with `torch.jit.script`: their code runs in libtorch's interpreter.
#include "script.hpp"

#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/csrc/jit/serialization/import.h>

#include <memory>
#include <mutex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

/// A module with its tensors by name: what is trained, then everything else.
struct ct_module_object {
  torch::jit::Module module;
  c10::Device device{c10::kCPU};
  std::vector<std::string> names;
  std::vector<at::Tensor> tensors;
  size_t trained = 0;
};

namespace shim {

namespace {

/// Runs `body`; of the interpreter's message, a whole trace, only the last line says what is wrong.
template <typename Body>
auto brief(Body body) {
  try {
    return body();
  } catch (const std::exception &error) {
    std::istringstream lines(error.what());
    std::string line, last;
    while (std::getline(lines, line)) {
      bool is_trace = line.rfind("Exception raised from", 0) == 0;
      if (is_trace) break;
      if (line.find_first_not_of(" ~<-") != std::string::npos) last = line;
    }
    auto start = last.find("Error: ");
    throw std::runtime_error(start == std::string::npos ? last : last.substr(start + 7));
  }
}

ct_module_object &held(ct_module handle) {
  TORCH_CHECK(handle, "a module is missing");
  return *handle;
}

/// Adds the tensors that `wanted` picks; one that has two names is taken once.
template <typename List, typename Wanted>
void collect(ct_module_object &object, const List &list, Wanted wanted) {
  for (const auto &entry : list) {
    if (!wanted(entry.value)) continue;
    bool is_known = false;
    for (const auto &tensor : object.tensors) is_known = is_known || tensor.is_same(entry.value);
    if (is_known) continue;
    object.names.push_back(entry.name);
    object.tensors.push_back(entry.value);
  }
}

}  // namespace

ct_module load_module(const void *bytes, size_t count, const char *device) {
  return guarded<>(static_cast<ct_module>(nullptr), [&] {
    TORCH_CHECK(bytes && count > 0, "the file is empty");
    auto object = std::make_unique<ct_module_object>();
    object->device = device_named(device);
    std::istringstream stream(std::string(static_cast<const char *>(bytes), count));
    object->module = brief([&] { return torch::jit::load(stream, object->device); });
    auto trains = [](const at::Tensor &tensor) { return tensor.requires_grad(); };
    auto rests = [](const at::Tensor &tensor) { return !tensor.requires_grad(); };
    collect(*object, object->module.named_parameters(), trains);
    object->trained = object->tensors.size();
    collect(*object, object->module.named_parameters(), rests);
    collect(*object, object->module.named_buffers(), [](const at::Tensor &) { return true; });
    return object.release();
  });
}

void release_module(ct_module handle) noexcept {
  attempt([&] { delete handle; });
}

int32_t module_tensors(ct_module handle, int32_t trained) {
  return guarded<>(-1, [&] {
    auto &object = held(handle);
    return static_cast<int32_t>(trained ? object.trained : object.tensors.size());
  });
}

ct_tensor module_tensor(ct_module handle, int32_t index, const char **name) {
  return made([&] {
    auto &object = held(handle);
    TORCH_CHECK(index >= 0 && static_cast<size_t>(index) < object.tensors.size(),
                "a module has no tensor ", index);
    *name = object.names[index].c_str();
    return own(at::Tensor(object.tensors[index]));
  });
}

ct_tensor forward(ct_module handle, ct_tensor input, int32_t training, uint64_t seed) {
  return made([&] {
    auto &object = held(handle);
    if (object.module.is_training() != (training != 0)) object.module.train(training != 0);
    // The optimizing executor changes the code after some runs, and with it the last digits.
    torch::jit::GraphOptimizerEnabledGuard as_written(false);
    // All threads draw from one generator.
    static std::mutex draws;
    std::lock_guard<std::mutex> alone(draws);
    auto generator = at::globalContext().defaultGenerator(object.device);
    {
      std::lock_guard<std::mutex> lock(generator.mutex());
      generator.set_current_seed(seed);
    }
    auto output = brief([&] { return object.module.forward({tensor(input)}); });
    TORCH_CHECK(output.isTensor(), "it gives no tensor");
    for (const auto &entry : object.module.named_buffers()) {
      bool is_known = false;
      for (const auto &other : object.tensors) is_known = is_known || other.is_same(entry.value);
      TORCH_CHECK(is_known, "it puts another tensor in the place of its buffer '", entry.name,
                  "', where only changes in place can be kept");
    }
    return own(at::Tensor(output.toTensor()));
  });
}

}  // namespace shim
