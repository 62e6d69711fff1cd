// Calls any operator of ATen by its schema name.
#include "operators.hpp"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>

#include <optional>
#include <utility>

namespace shim {

namespace {

/// A generator that is seeded anew for every call that draws.
///
/// ATen keeps 32 bits of the seed for its Mersenne twister on the CPU.
at::Generator seeded(uint64_t seed, const ct_value *arguments, int32_t count) {
  for (int32_t i = 0; i < count; i++) {
    if (arguments[i].tag != CT_DEVICE) continue;
    auto device = device_named(arguments[i].as.string);
    if (!device.is_cuda()) continue;
    auto generator = at::globalContext().defaultGenerator(device);
    std::lock_guard<std::mutex> lock(generator.mutex());
    generator.set_current_seed(seed);
    return generator;
  }
  thread_local at::Generator generator = at::detail::createCPUGenerator();
  std::lock_guard<std::mutex> lock(generator.mutex());
  generator.set_current_seed(seed);
  return generator;
}

c10::IValue unpack(const ct_value &value, const ct_value *arguments, int32_t count) {
  switch (value.tag) {
    case CT_TENSOR: return tensor(value.as.tensor);
    case CT_INT: return value.as.integer;
    case CT_DOUBLE: return value.as.number;
    case CT_BOOL: return value.as.integer != 0;
    case CT_INTS: return c10::IValue(c10::IntArrayRef(value.as.integers, value.count));
    case CT_DOUBLES: return c10::IValue(c10::ArrayRef<double>(value.as.numbers, value.count));
    case CT_STRING: return std::string(value.as.string);
    case CT_DEVICE: return device_named(value.as.string);
    case CT_SEED: return seeded(value.as.seed, arguments, count);
    case CT_TENSORS: {
      c10::List<at::Tensor> list;
      list.reserve(value.count);
      for (int32_t i = 0; i < value.count; i++) list.push_back(tensor(value.as.tensors[i]));
      return list;
    }
    case CT_OPTIONAL_TENSORS: {
      c10::List<std::optional<at::Tensor>> list;
      list.reserve(value.count);
      for (int32_t i = 0; i < value.count; i++) {
        auto handle = value.as.tensors[i];
        list.push_back(handle ? std::make_optional(tensor(handle)) : std::nullopt);
      }
      return list;
    }
    default: return c10::IValue();
  }
}

/// Room for results; what has been written is released again unless `hand_over` is reached.
class Results {
 public:
  Results(ct_value *values, int32_t room) : values_(values), room_(room) {}

  ~Results() {
    for (int32_t i = 0; i < count_; i++) {
      if (values_[i].tag == CT_TENSOR) release(values_[i].as.tensor);
    }
  }

  /// A list of tensors takes as many places as it has tensors.
  void add(c10::IValue &&value) {
    if (value.isTensorList()) {
      for (auto &element : std::move(value).toTensorVector()) add(std::move(element));
      return;
    }
    TORCH_CHECK(count_ < room_, "more results than the ", room_, " that were expected");
    auto &place = values_[count_];
    place.tag = CT_NONE;
    if (value.isTensor()) {
      place.as.tensor = own(std::move(value).toTensor());
      place.tag = place.as.tensor ? CT_TENSOR : CT_NONE;
    } else if (value.isInt()) {
      place.tag = CT_INT;
      place.as.integer = value.toInt();
    } else if (value.isDouble()) {
      place.tag = CT_DOUBLE;
      place.as.number = value.toDouble();
    } else if (value.isBool()) {
      place.tag = CT_BOOL;
      place.as.integer = value.toBool();
    }
    count_++;
  }

  int32_t hand_over() { return std::exchange(count_, 0); }

 private:
  ct_value *values_;
  int32_t room_;
  int32_t count_ = 0;
};

}  // namespace

ct_operator find(const char *name, const char *overload) {
  return guarded<>(static_cast<ct_operator>(nullptr), [&] {
    auto handle = c10::Dispatcher::singleton().findSchemaOrThrow(name, overload);
    return reinterpret_cast<ct_operator>(new c10::OperatorHandle(handle));
  });
}

int32_t call(ct_operator target, const ct_value *arguments, int32_t count, ct_value *results,
             int32_t room) {
  return guarded<>(-1, [&] {
    auto &handle = *reinterpret_cast<c10::OperatorHandle *>(target);
    const auto &expected = handle.schema().arguments();
    c10::Stack stack;
    stack.reserve(expected.size());
    for (int32_t i = 0; i < count; i++) stack.push_back(unpack(arguments[i], arguments, count));
    for (size_t i = count; i < expected.size(); i++) {
      const auto &fallback = expected[i].default_value();
      TORCH_CHECK(fallback, handle.schema().name(), " needs ", expected[i].name());
      stack.push_back(*fallback);
    }
    TORCH_CHECK(stack.size() == expected.size(), handle.schema().name(), " takes ",
                expected.size(), " arguments, not ", count);
    handle.callBoxed(stack);
    Results taken(results, room);
    for (auto &value : stack) taken.add(std::move(value));
    return taken.hand_over();
  });
}

}  // namespace shim
