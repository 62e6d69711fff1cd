#include "ctorch.h"

#include <dlfcn.h>
#include <malloc.h>
#include <stdio.h>

// A step takes and frees the same large blocks as the one before: handed back to the system each
// time, their pages would be cleared anew, about 5 % of Genifer's step. `ct_give_back` hands them
// back.
static void keep_memory(void) {
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
}

const ct_api *ct_open(const char *path, char *message, size_t capacity) {
  keep_memory();
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
