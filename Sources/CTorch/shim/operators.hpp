#pragma once
#include "shim.hpp"

namespace shim {

ct_operator find(const char *name, const char *overload);
int32_t call(ct_operator target, const ct_value *arguments, int32_t count, ct_value *results,
             int32_t room);

}  // namespace shim
