#pragma once

#include <stdarg.h>
#include <stdio.h>

/// Writes one line into the caller's buffer and returns the status, so that a failure is one line.
__attribute__((format(printf, 4, 5))) static inline int cfiles_fail(
    int status, char *message, size_t capacity, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  if (message && capacity > 0) {
    vsnprintf(message, capacity, format, arguments);
    for (char *at = message; *at; at++)
      if (*at == '\n' || *at == '\r') *at = ' ';
  }
  va_end(arguments);
  return status;
}
