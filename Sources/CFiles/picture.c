#include "picture.h"
#include "message.h"

#include <string.h>

static bool is_png(const uint8_t *bytes, size_t count)
{
  static const uint8_t signature[8] = {0x89, 'P', 'N', 'G', 13, 10, 26, 10};
  return count >= 8 && memcmp(bytes, signature, 8) == 0;
}

static bool is_jpeg(const uint8_t *bytes, size_t count)
{
  return count >= 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF;
}

bool cfiles_is_stopped(const cfiles_stop *stop) { return stop && stop->ask && stop->ask(stop->context); }

/// Neither format packs more pixels into a byte than `MOST_PIXELS_PER_BYTE`.
int cfiles_check_sides(
    int64_t width, int64_t height, size_t count, char *message, size_t capacity)
{
  if (width <= 0 || height <= 0 || width > LARGEST_SIDE || height > LARGEST_SIDE)
    return cfiles_fail(
        CFILES_TOO_LARGE, message, capacity,
        "its header says %lld x %lld pixels, and at most %d a side are read", (long long)width,
        (long long)height, LARGEST_SIDE);
  if ((uint64_t)(width * height) / MOST_PIXELS_PER_BYTE > count)
    return cfiles_fail(
        CFILES_DAMAGED, message, capacity,
        "its header says %lld x %lld pixels, which its %zu bytes cannot hold", (long long)width,
        (long long)height, count);
  return CFILES_OK;
}

int32_t cfiles_orientation(const uint8_t *tiff, size_t count)
{
  if (count < 8 || tiff[0] != tiff[1] || (tiff[0] != 'I' && tiff[0] != 'M')) return 1;
  bool little = tiff[0] == 'I';
#define HALF(at) (little ? tiff[at] | tiff[(at) + 1] << 8 : tiff[at] << 8 | tiff[(at) + 1])
  size_t at = little ? (size_t)HALF(4) | (size_t)HALF(6) << 16
                     : (size_t)HALF(4) << 16 | (size_t)HALF(6);
  if (at > count || count - at < 2) return 1;
  size_t entries = (size_t)HALF(at);
  for (size_t entry = 0; entry < entries && count - at >= 14 + 12 * entry; entry++) {
    size_t place = at + 2 + 12 * entry;
    if (HALF(place) != 0x112) continue;
    int value = HALF(place + 8);
    return value >= 1 && value <= 8 ? value : 1;
  }
#undef HALF
  return 1;
}

int cfiles_picture_look(
    const uint8_t *bytes, size_t count, cfiles_picture *picture, char *message, size_t capacity)
{
  *picture = (cfiles_picture){0};
  if (is_png(bytes, count)) return cfiles_png_look(bytes, count, picture, message, capacity);
  if (is_jpeg(bytes, count)) return cfiles_jpeg_look(bytes, count, picture, message, capacity);
  return cfiles_fail(CFILES_UNSUPPORTED, message, capacity, "neither a PNG nor a JPEG image");
}

int cfiles_picture_decode(
    const uint8_t *bytes, size_t count, const cfiles_picture *picture, uint8_t *into, size_t room,
    const cfiles_stop *stop, char *message, size_t capacity)
{
  cfiles_picture found;
  int status = cfiles_picture_look(bytes, count, &found, message, capacity);
  if (status != CFILES_OK) return status;
  size_t needed = (size_t)found.width * (size_t)found.height * (size_t)found.channels;
  if (memcmp(&found, picture, sizeof found) != 0 || needed > room)
    return cfiles_fail(CFILES_TOO_LARGE, message, capacity, "the image changed while it was read");
  return is_png(bytes, count)
             ? cfiles_png_decode(bytes, count, picture, into, stop, message, capacity)
             : cfiles_jpeg_decode(bytes, count, picture, into, stop, message, capacity);
}
