#include "ctorch.h"

#include <dlfcn.h>
#include <malloc.h>
#include <stdio.h>

const ct_api *ct_open(const char *path, char *message, size_t capacity) {
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    snprintf(message, capacity, "%s", dlerror());
    return NULL;
  }
  const ct_api *(*table)(void) = (const ct_api *(*)(void))dlsym(library, "ct_api_table");
  if (!table) {
    snprintf(message, capacity, "%s holds no ct_api_table", path);
    return NULL;
  }
  return table();
}

void ct_give_back(void) { malloc_trim(0); }
