// Calls any operator of ATen by its schema name.
#include "operators.hpp"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>

#include <algorithm>
#include <atomic>
#include <optional>
#include <utility>

namespace shim {

namespace {

std::atomic<bool> seeds_with_all_bits = false;

/// The CPU's Mersenne twister, initialised from both halves of a seed; its own constructor ignores
/// the upper one. Source: Matsumoto and Nishimura 2002, `init_by_array` of mt19937ar.c.
at::mt19937 twister(uint64_t seed) {
  at::mt19937 engine(19650218);
  auto data = engine.data();
  auto &state = data.state_;
  const uint32_t key[2] = {static_cast<uint32_t>(seed), static_cast<uint32_t>(seed >> 32)};
  constexpr uint32_t length = at::MERSENNE_STATE_N;
  uint32_t at = 1;
  auto before = [&] { return state[at - 1] ^ (state[at - 1] >> 30); };
  auto step = [&] {
    if (++at < length) return;
    state[0] = state[length - 1];
    at = 1;
  };
  for (uint32_t i = 0; i < length; i++) {
    state[at] = (state[at] ^ (before() * 1664525u)) + key[i % 2] + i % 2;
    step();
  }
  for (uint32_t i = 1; i < length; i++) {
    state[at] = (state[at] ^ (before() * 1566083941u)) - at;
    step();
  }
  state[0] = 0x80000000u;
  data.seed_ = seed;
  engine.set_data(data);
  return engine;
}

/// A generator that is reseeded for every call that draws.
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
  if (seeds_with_all_bits) {
    auto *cpu = at::check_generator<at::CPUGeneratorImpl>(generator);
    cpu->set_engine(twister(seed));
    cpu->set_next_float_normal_sample(std::nullopt);
    cpu->set_next_double_normal_sample(std::nullopt);
  } else {
    generator.set_current_seed(seed);
  }
  return generator;
}

template <typename Element, typename Convert>
c10::List<Element> tensors(const ct_value &value, Convert convert) {
  c10::List<Element> found;
  found.reserve(std::max(value.count, 0));
  for (auto handle : list(value.as.tensors, value.count)) found.push_back(convert(handle));
  return found;
}

c10::IValue unpack(const ct_value &value, const ct_value *arguments, int32_t count) {
  switch (value.tag) {
    case CT_NONE: return c10::IValue();
    case CT_TENSOR: return tensor(value.as.tensor);
    case CT_INT: return value.as.integer;
    case CT_DOUBLE: return value.as.number;
    case CT_BOOL: return value.as.integer != 0;
    case CT_INTS: return c10::IValue(list(value.as.integers, value.count));
    case CT_DOUBLES: return c10::IValue(list(value.as.numbers, value.count));
    case CT_STRING:
      TORCH_CHECK(value.as.string, "a text is missing");
      return std::string(value.as.string);
    case CT_DEVICE: return device_named(value.as.string);
    case CT_SEED: return seeded(value.as.seed, arguments, count);
    case CT_TENSORS: return tensors<at::Tensor>(value, tensor);
    case CT_OPTIONAL_TENSORS:
      return tensors<std::optional<at::Tensor>>(value, [](ct_tensor handle) {
        return handle ? std::make_optional(tensor(handle)) : std::nullopt;
      });
    default: TORCH_CHECK(false, "unknown kind of argument ", value.tag);
  }
}

/// Room for results; those already written are released unless `hand_over` is reached.
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

int32_t seed_with_all_bits(int32_t on) {
  seeds_with_all_bits = on != 0;
  return 0;
}

ct_operator find(const char *name, const char *overload) {
  return guarded<>(static_cast<ct_operator>(nullptr), [&] {
    TORCH_CHECK(name && overload, "an operator's name is missing");
    auto handle = c10::Dispatcher::singleton().findSchemaOrThrow(name, overload);
    return reinterpret_cast<ct_operator>(new c10::OperatorHandle(handle));
  });
}

int32_t call(ct_operator target, const ct_value *arguments, int32_t count, ct_value *results,
             int32_t room) {
  return guarded<>(-1, [&] {
    TORCH_CHECK(target, "an operator is missing");
    TORCH_CHECK(results || room <= 0, "there is no room for results");
    auto given = list(arguments, count);
    auto &handle = *reinterpret_cast<c10::OperatorHandle *>(target);
    const auto &expected = handle.schema().arguments();
    c10::Stack stack;
    stack.reserve(expected.size());
    for (const auto &value : given) stack.push_back(unpack(value, arguments, count));
    for (size_t i = given.size(); i < expected.size(); i++) {
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
