#define _GNU_SOURCE
#include "cfiles.h"
#include "message.h"
#include "picture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

// MATLAB 5 files: a header of 128 bytes, then elements, each a type, a size and that many bytes.
enum { INT8 = 1, UINT8, INT16, UINT16, INT32, UINT32, SINGLE, DOUBLE = 9, MATRIX = 14, PACKED };
enum { DOUBLE_CLASS = 6, UINT8_CLASS = 9, COMPLEX = 0x0800, LARGEST_RANK = 32 };

/// The bytes of one element, unpacked if need be.
typedef struct {
  FILE *file;
  uint64_t left;
  bool packed, ended, stopped;
  const cfiles_stop *stop;
  z_stream inflater;
  uint8_t room[1 << 16];
} source;

static bool goes_on(source *from)
{
  from->stopped = from->stopped || cfiles_is_stopped(from->stop);
  return !from->stopped;
}

static bool refill(source *from)
{
  if (!goes_on(from)) return false;
  size_t wanted = from->left < sizeof from->room ? (size_t)from->left : sizeof from->room;
  if (wanted == 0 || fread(from->room, 1, wanted, from->file) != wanted) return false;
  from->left -= wanted;
  from->inflater.next_in = from->room;
  from->inflater.avail_in = (uInt)wanted;
  return true;
}

/// Fills `into`; false if the bytes end before or are damaged.
static bool take(source *from, void *into, size_t count)
{
  if (!from->packed) {
    if (count > from->left) return false;
    from->left -= count;
    for (uint8_t *next = into; count > 0;) {
      size_t piece = count > 1 << 20 ? 1 << 20 : count;
      if (!goes_on(from) || fread(next, 1, piece, from->file) != piece) return false;
      next += piece;
      count -= piece;
    }
    return true;
  }
  uint8_t *next = into;
  while (count > 0) {
    if (from->ended || (from->inflater.avail_in == 0 && !refill(from))) return false;
    uInt piece = count > 1 << 30 ? 1 << 30 : (uInt)count;
    from->inflater.next_out = next;
    from->inflater.avail_out = piece;
    int status = inflate(&from->inflater, Z_NO_FLUSH);
    if (status != Z_OK && status != Z_STREAM_END) return false;
    from->ended = status == Z_STREAM_END;
    next += piece - from->inflater.avail_out;
    count -= piece - from->inflater.avail_out;
  }
  return true;
}

/// Takes what follows the array, so that the checksum of packed data is compared.
static bool ends_well(source *from)
{
  uint8_t rest[64];
  while (from->packed && !from->ended) {
    if (from->inflater.avail_in == 0 && !refill(from)) return false;
    from->inflater.next_out = rest;
    from->inflater.avail_out = sizeof rest;
    int status = inflate(&from->inflater, Z_NO_FLUSH);
    if (status != Z_OK && status != Z_STREAM_END) return false;
    from->ended = status == Z_STREAM_END;
  }
  return true;
}

static uint32_t word(const uint8_t *bytes)
{
  return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

/// The type and size of the next element; four bytes or less may be inside the tag itself.
static bool take_tag(source *from, uint32_t *type, uint32_t *size, uint32_t *after)
{
  uint8_t tag[4];
  if (!take(from, tag, 4)) return false;
  *type = word(tag);
  if (*type >> 16) {
    *size = *type >> 16;
    *type &= 0xFFFF;
    *after = *size <= 4 ? 4 - *size : 0;
    return *size <= 4;
  }
  if (!take(from, tag, 4)) return false;
  *size = word(tag);
  *after = (8 - *size % 8) % 8;
  return true;
}

static bool take_small(source *from, uint32_t wanted, uint8_t *into, uint32_t room, uint32_t *size)
{
  uint32_t type, after;
  uint8_t padding[8];
  return take_tag(from, &type, size, &after) && type == wanted && *size <= room
         && take(from, into, *size) && take(from, padding, after);
}

/// What comes before the data of an array: its class, extents and name.
static bool take_head(source *from, cfiles_array *out, char *name, size_t room)
{
  uint8_t flags[8], extents[4 * LARGEST_RANK];
  uint32_t size;
  if (!take_small(from, UINT32, flags, sizeof flags, &size) || size != 8) return false;
  bool is_complex = word(flags) & COMPLEX;
  out->kind = is_complex                  ? CFILES_OTHER_KIND
              : flags[0] == UINT8_CLASS   ? CFILES_UINT8
              : flags[0] == DOUBLE_CLASS  ? CFILES_FLOAT64
                                          : CFILES_OTHER_KIND;
  if (!take_small(from, INT32, extents, sizeof extents, &size) || size % 4) return false;
  out->rank = (int32_t)(size / 4);
  for (uint32_t axis = 0; axis < size / 4; axis++) {
    int32_t extent = (int32_t)word(extents + 4 * axis);
    if (extent < 0) return false;
    if (axis < 4) out->extents[axis] = extent;
  }
  if (!take_small(from, INT8, (uint8_t *)name, (uint32_t)room - 1, &size)) return false;
  name[size] = 0;
  return true;
}

static size_t bytes_of_type(uint32_t type)
{
  static const uint8_t sizes[10] = {0, 1, 1, 2, 2, 4, 4, 4, 0, 8};
  return type < 10 ? sizes[type] : 0;
}

static double number(uint32_t type, const uint8_t *bytes)
{
  uint32_t low = type <= UINT8 ? bytes[0] : (uint32_t)(bytes[0] | bytes[1] << 8);
  float single;
  double whole;
  switch (type) {
    case INT8: return (int8_t)low;
    case INT16: return (int16_t)low;
    case INT32: return (int32_t)word(bytes);
    case UINT32: return word(bytes);
    case SINGLE: memcpy(&single, bytes, 4); return (double)single;
    case DOUBLE: memcpy(&whole, bytes, 8); return whole;
    default: return low;
  }
}

/// Numbers are stored in the smallest type that holds them; from the last on, they are widened.
static void widen(uint8_t *data, uint32_t type, size_t count)
{
  size_t size = bytes_of_type(type);
  for (size_t place = count; place-- > 0;) {
    double value = number(type, data + place * size);
    memcpy(data + place * 8, &value, 8);
  }
}

static int read_data(
    source *from, const char *name, size_t limit, cfiles_array *out, char *message,
    size_t capacity)
{
  if (out->kind == CFILES_OTHER_KIND || out->rank < 1 || out->rank > 4) return CFILES_OK;
  size_t count = 1, bytes;
  for (int axis = 0; axis < out->rank; axis++)
    if (__builtin_mul_overflow(count, (size_t)out->extents[axis], &count)) count = SIZE_MAX;
  size_t width = out->kind == CFILES_UINT8 ? 1 : 8;
  if (__builtin_mul_overflow(count, width, &bytes) || bytes > limit)
    return cfiles_fail(
        CFILES_TOO_LARGE, message, capacity, "'%s' would need more than %zu bytes", name, limit);
  uint32_t type, size, after;
  if (!take_tag(from, &type, &size, &after))
    return cfiles_fail(CFILES_DAMAGED, message, capacity, "the data of '%s' are missing", name);
  size_t stored = bytes_of_type(type);
  bool fits = stored > 0 && (out->kind == CFILES_FLOAT64 || type == UINT8);
  if (!fits || (uint64_t)size != (uint64_t)count * stored || count == 0)
    return cfiles_fail(
        CFILES_DAMAGED, message, capacity, "'%s' holds %u bytes of type %u for %zu numbers", name,
        size, type, count);
  uint8_t *data = malloc(bytes);
  if (!data) return cfiles_fail(CFILES_NO_MEMORY, message, capacity, "no memory left");
  if (!take(from, data, size) || !ends_well(from)) {
    free(data);
    return cfiles_fail(
        CFILES_DAMAGED, message, capacity, "the data of '%s' are damaged or cut short", name);
  }
  if (out->kind == CFILES_FLOAT64) widen(data, type, count);
  out->data = data;
  out->bytes = bytes;
  return CFILES_OK;
}

/// Reads the element if it is the array; CFILES_MISSING if it is another.
static int read_element(
    source *from, const char *name, size_t limit, cfiles_array *out, uint64_t at, char *message,
    size_t capacity)
{
  char found[256];
  uint32_t type = MATRIX, size, after;
  if ((from->packed && (!take_tag(from, &type, &size, &after) || type != MATRIX))
      || !take_head(from, out, found, sizeof found))
    return cfiles_fail(
        CFILES_DAMAGED, message, capacity, "the array at byte %llu is damaged",
        (unsigned long long)at);
  if (strcmp(found, name) != 0) return CFILES_MISSING;
  return read_data(from, name, limit, out, message, capacity);
}

static int find(
    source *from, uint64_t end, const char *name, size_t limit, cfiles_array *out, char *message,
    size_t capacity)
{
  uint64_t at = 128;
  while (at < end) {
    uint8_t tag[8] = {0};
    bool whole = fseeko(from->file, (off_t)at, SEEK_SET) == 0 && fread(tag, 1, 8, from->file) == 8;
    uint64_t next = at + 8 + word(tag + 4);
    if (!whole || next > end)
      return cfiles_fail(
          CFILES_DAMAGED, message, capacity, "ends at byte %llu inside the array that begins at "
          "byte %llu: '%s' cannot be read", (unsigned long long)end, (unsigned long long)at, name);
    from->left = word(tag + 4);
    from->packed = word(tag) == PACKED;
    from->ended = false;
    *out = (cfiles_array){0};
    if (from->packed || word(tag) == MATRIX) {
      memset(&from->inflater, 0, sizeof from->inflater);
      if (from->packed && inflateInit(&from->inflater) != Z_OK)
        return cfiles_fail(CFILES_NO_MEMORY, message, capacity, "no memory left");
      int status = read_element(from, name, limit, out, at, message, capacity);
      if (from->packed) inflateEnd(&from->inflater);
      if (status != CFILES_MISSING) return status;
    }
    at = next;
  }
  return cfiles_fail(CFILES_MISSING, message, capacity, "it has no array '%s'", name);
}

int cfiles_matlab_read(
    const char *path, const char *name, size_t limit, const cfiles_stop *stop, cfiles_array *out,
    char *message, size_t capacity)
{
  *out = (cfiles_array){0};
  source *from = calloc(1, sizeof *from);
  if (!from) return cfiles_fail(CFILES_NO_MEMORY, message, capacity, "no memory left");
  from->file = fopen(path, "rbe");
  from->stop = stop;
  uint8_t head[128] = {0};
  int status;
  if (!from->file) {
    status = cfiles_fail(CFILES_CANNOT_OPEN, message, capacity, "it cannot be opened");
  } else if (fread(head, 1, 128, from->file) != 128 || head[126] != 'I' || head[127] != 'M') {
    status = cfiles_fail(
        CFILES_UNSUPPORTED, message, capacity, "byte 0: it is not a MATLAB file of version 5 to 7");
  } else if (head[125] != 1) {
    status = cfiles_fail(
        CFILES_UNSUPPORTED, message, capacity,
        "byte 124: it is of a newer version; save it with -v7");
  } else {
    fseeko(from->file, 0, SEEK_END);
    off_t end = ftello(from->file);
    status = find(from, end < 0 ? 0 : (uint64_t)end, name, limit, out, message, capacity);
  }
  if (from->file) fclose(from->file);
  if (from->stopped) status = CFILES_STOPPED;
  free(from);
  return status;
}
