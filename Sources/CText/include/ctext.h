#ifndef CTEXT_H
#define CTEXT_H

#include <stdint.h>

/// The terminal cells of a character by the C library's table: 0, 1 or 2; -1 if it cannot be shown.
int ctx_width(uint32_t scalar);

#endif
