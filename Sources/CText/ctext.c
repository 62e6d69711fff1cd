#define _GNU_SOURCE
#include "ctext.h"

#include <locale.h>
#include <wchar.h>

static locale_t unicode;

__attribute__((constructor)) static void open_unicode(void) {
  unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

int ctx_width(uint32_t scalar) {
  if (unicode == (locale_t)0) return 1;
  locale_t old = uselocale(unicode);
  int width = wcwidth((wchar_t)scalar);
  uselocale(old);
  return width;
}
