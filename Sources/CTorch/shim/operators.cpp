// Calls any operator of ATen by its schema name.
#include "operators.hpp"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>

#include <vector>

namespace shim {

namespace {

/// A generator that is seeded anew for every call that draws.
///
/// ATen keeps 32 bits of the seed for its Mersenne twister on the CPU.
at::Generator seeded(uint64_t seed, const ct_value *arguments, int32_t count) {
  for (int32_t i = 0; i < count; i++) {
    if (arguments[i].tag != CT_DEVICE) continue;
    c10::Device device{std::string(arguments[i].as.string)};
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
    case CT_DEVICE: return c10::Device(std::string(value.as.string));
    case CT_SEED: return seeded(value.as.seed, arguments, count);
    case CT_TENSORS: {
      c10::List<at::Tensor> list;
      list.reserve(value.count);
      for (int32_t i = 0; i < value.count; i++) list.push_back(tensor(value.as.tensors[i]));
      return list;
    }
    default: return c10::IValue();
  }
}

/// Writes one result; a list of tensors takes as many places as it has tensors.
int32_t pack(c10::IValue &&value, ct_value *results, int32_t room) {
  if (value.isTensorList()) {
    auto list = std::move(value).toTensorVector();
    TORCH_CHECK(static_cast<int32_t>(list.size()) <= room, "more results than expected");
    for (size_t i = 0; i < list.size(); i++) {
      results[i].tag = CT_TENSOR;
      results[i].as.tensor = own(std::move(list[i]));
    }
    return static_cast<int32_t>(list.size());
  }
  TORCH_CHECK(room > 0, "more results than expected");
  if (value.isTensor()) {
    results->tag = CT_TENSOR;
    results->as.tensor = own(std::move(value).toTensor());
  } else if (value.isInt()) {
    results->tag = CT_INT;
    results->as.integer = value.toInt();
  } else if (value.isDouble()) {
    results->tag = CT_DOUBLE;
    results->as.number = value.toDouble();
  } else if (value.isBool()) {
    results->tag = CT_BOOL;
    results->as.integer = value.toBool();
  } else {
    results->tag = CT_NONE;
  }
  return 1;
}

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
    c10::Stack stack;
    stack.reserve(count);
    for (int32_t i = 0; i < count; i++) stack.push_back(unpack(arguments[i], arguments, count));
    reinterpret_cast<c10::OperatorHandle *>(target)->callBoxed(stack);
    int32_t written = 0;
    for (auto &value : stack) written += pack(std::move(value), results + written, room - written);
    return written;
  });
}

}  // namespace shim
