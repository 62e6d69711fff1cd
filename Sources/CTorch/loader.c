#include "ctorch.h"

#include <dlfcn.h>
#include <malloc.h>
#include <stdio.h>

// Every step allocates and frees the same large blocks. If they went back to the system each time,
// the kernel would have to zero their pages again, about 5 % of a step of Genifer. `ct_give_back`
// returns them.
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
    snprintf(message, capacity, "%s does not export ct_api_table", path);
    return NULL;
  }
  const ct_api *found = table();
  if (!found) snprintf(message, capacity, "%s could not be initialised", path);
  return found;
}

void ct_give_back(void) { malloc_trim(0); }
