#include "cfiles.h"
#include "message.h"

#include <png.h>
#include <string.h>
#include <turbojpeg.h>

enum { LARGEST_SIDE = 16384, MOST_PER_BYTE = 8320 };

static bool is_png(const uint8_t *bytes, size_t count)
{
  static const uint8_t signature[8] = {0x89, 'P', 'N', 'G', 13, 10, 26, 10};
  return count >= 8 && memcmp(bytes, signature, 8) == 0;
}

static bool is_jpeg(const uint8_t *bytes, size_t count)
{
  return count >= 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF;
}

/// Neither format packs more pixels into a byte than `MOST_PER_BYTE`.
static int check_sides(
    int64_t width, int64_t height, size_t count, char *message, size_t capacity)
{
  if (width <= 0 || height <= 0 || width > LARGEST_SIDE || height > LARGEST_SIDE)
    return cfiles_fail(
        CFILES_TOO_LARGE, message, capacity,
        "its header says %lld x %lld pixels (%d a side at most)", (long long)width,
        (long long)height, LARGEST_SIDE);
  if ((uint64_t)(width * height) / MOST_PER_BYTE > count)
    return cfiles_fail(
        CFILES_DAMAGED, message, capacity,
        "its header says %lld x %lld pixels, which its %zu bytes cannot hold", (long long)width,
        (long long)height, count);
  return CFILES_OK;
}

static int png_start(
    png_image *image, const uint8_t *bytes, size_t count, char *message, size_t capacity)
{
  memset(image, 0, sizeof *image);
  image->version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(image, bytes, count)) return CFILES_OK;
  return cfiles_fail(CFILES_DAMAGED, message, capacity, "damaged PNG: %s", image->message);
}

static int jpeg_look(
    tjhandle reader, const uint8_t *bytes, size_t count, cfiles_picture *picture, char *message,
    size_t capacity)
{
  int width = 0, height = 0, sampling = 0, space = 0;
  int status = tjDecompressHeader3(
      reader, bytes, (unsigned long)count, &width, &height, &sampling, &space);
  if (status != 0)
    return cfiles_fail(
        CFILES_DAMAGED, message, capacity, "damaged JPEG: %s", tjGetErrorStr2(reader));
  if (width <= 0 || height <= 0)
    return cfiles_fail(CFILES_DAMAGED, message, capacity, "damaged JPEG: it ends in its header");
  *picture = (cfiles_picture){width, height, space == TJCS_GRAY ? 1 : 3};
  return check_sides(width, height, count, message, capacity);
}

int cfiles_picture_look(
    const uint8_t *bytes, size_t count, cfiles_picture *picture, char *message, size_t capacity)
{
  *picture = (cfiles_picture){0};
  if (is_png(bytes, count)) {
    png_image image;
    int status = png_start(&image, bytes, count, message, capacity);
    if (status != CFILES_OK) return status;
    int channels = image.format & PNG_FORMAT_FLAG_COLOR ? 3 : 1;
    int64_t width = image.width, height = image.height;
    png_image_free(&image);
    status = check_sides(width, height, count, message, capacity);
    if (status == CFILES_OK) *picture = (cfiles_picture){(int)width, (int)height, channels};
    return status;
  }
  if (!is_jpeg(bytes, count))
    return cfiles_fail(CFILES_UNSUPPORTED, message, capacity, "neither a PNG nor a JPEG image");
  tjhandle reader = tjInitDecompress();
  if (!reader) return cfiles_fail(CFILES_NO_MEMORY, message, capacity, "no memory left");
  int status = jpeg_look(reader, bytes, count, picture, message, capacity);
  tjDestroy(reader);
  return status;
}

static int png_decode(
    const uint8_t *bytes, size_t count, const cfiles_picture *picture, uint8_t *into,
    char *message, size_t capacity)
{
  png_image image;
  int status = png_start(&image, bytes, count, message, capacity);
  if (status != CFILES_OK) return status;
  image.format = picture->channels == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
  // Without this, 16 bits without a gamma would be taken as linear light and come out brighter.
  image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
  png_color black = {0, 0, 0};
  // Warnings are about what is not pixels, such as colour profiles.
  if (!png_image_finish_read(&image, &black, into, 0, NULL) || image.warning_or_error > 1) {
    status = cfiles_fail(CFILES_DAMAGED, message, capacity, "damaged PNG: %s", image.message);
    png_image_free(&image);
  }
  return status;
}

static int jpeg_decode(
    const uint8_t *bytes, size_t count, const cfiles_picture *picture, uint8_t *into,
    char *message, size_t capacity)
{
  tjhandle reader = tjInitDecompress();
  if (!reader) return cfiles_fail(CFILES_NO_MEMORY, message, capacity, "no memory left");
  int format = picture->channels == 1 ? TJPF_GRAY : TJPF_RGB;
  int status = CFILES_OK;
  if (tjDecompress2(
          reader, bytes, (unsigned long)count, into, picture->width, 0, picture->height, format,
          TJFLAG_ACCURATEDCT)
      != 0) {
    const char *text = tjGetErrorStr2(reader);
    // Junk between markers costs no pixel; every other warning does.
    bool harmless = tjGetErrorCode(reader) == TJERR_WARNING && strstr(text, "extraneous");
    if (!harmless)
      status = cfiles_fail(CFILES_DAMAGED, message, capacity, "damaged JPEG: %s", text);
  }
  tjDestroy(reader);
  return status;
}

int cfiles_picture_decode(
    const uint8_t *bytes, size_t count, const cfiles_picture *picture, uint8_t *into, size_t room,
    char *message, size_t capacity)
{
  cfiles_picture found;
  int status = cfiles_picture_look(bytes, count, &found, message, capacity);
  if (status != CFILES_OK) return status;
  size_t needed = (size_t)found.width * (size_t)found.height * (size_t)found.channels;
  if (memcmp(&found, picture, sizeof found) != 0 || needed > room)
    return cfiles_fail(CFILES_TOO_LARGE, message, capacity, "the image changed while it was read");
  return is_png(bytes, count) ? png_decode(bytes, count, picture, into, message, capacity)
                              : jpeg_decode(bytes, count, picture, into, message, capacity);
}
