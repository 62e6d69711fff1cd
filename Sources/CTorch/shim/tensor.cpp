// Handles, memory and digests.
#include "shim.hpp"

#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>

#include <atomic>
#include <cstring>

namespace shim {

static std::atomic<int64_t> live{0};

ct_tensor own(at::Tensor &&tensor) {
  if (!tensor.defined()) return nullptr;
  live.fetch_add(1, std::memory_order_relaxed);
  return reinterpret_cast<ct_tensor>(tensor.unsafeReleaseTensorImpl());
}

void release(ct_tensor handle) noexcept {
  if (!handle) return;
  live.fetch_sub(1, std::memory_order_relaxed);
  attempt([&] {
    c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(
        reinterpret_cast<c10::TensorImpl *>(handle));
  });
}

int64_t live_count() { return live.load(std::memory_order_relaxed); }

at::ScalarType scalar_type(int32_t type) {
  switch (type) {
    case CT_UINT8: return at::kByte;
    case CT_INT64: return at::kLong;
    case CT_FLOAT32: return at::kFloat;
    case CT_FLOAT64: return at::kDouble;
    case CT_BOOLEAN: return at::kBool;
    default: TORCH_CHECK(false, "unknown element type ", type);
  }
}

static inline uint64_t mix(uint64_t lane, uint64_t word) {
  lane = (lane ^ word) * 0x9E3779B97F4A7C15ull;
  return lane ^ (lane >> 29);
}

// Four lanes, so that multiplications overlap; the length and the last bytes follow one by one.
uint64_t digest(const void *bytes, size_t count) {
  const auto *at = static_cast<const unsigned char *>(bytes);
  uint64_t lanes[4] = {0x243F6A8885A308D3ull, 0x13198A2E03707344ull, 0xA4093822299F31D0ull,
                       0x082EFA98EC4E6C89ull};
  size_t left = count;
  for (; left >= 32; left -= 32, at += 32) {
    uint64_t words[4];
    std::memcpy(words, at, 32);
    for (int i = 0; i < 4; i++) lanes[i] = mix(lanes[i], words[i]);
  }
  uint64_t sum = count;
  for (size_t i = 0; i < left; i++) sum = mix(sum, at[i] + 1);
  for (uint64_t lane : lanes) sum = mix(sum, lane);
  sum ^= sum >> 32;
  return sum * 0xD6E8FEB86659FD93ull;
}

}  // namespace shim
