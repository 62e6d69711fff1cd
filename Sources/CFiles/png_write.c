#include "cfiles.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"

typedef struct {
  uint8_t *bytes;
  size_t count, room;
} buffer;

static void add(png_structp png, png_bytep bytes, png_size_t count)
{
  buffer *into = png_get_io_ptr(png);
  if (count > into->room - into->count) {
    size_t room = into->room * 2 + count;
    uint8_t *grown = realloc(into->bytes, room);
    if (!grown) png_error(png, "out of memory");
    into->bytes = grown;
    into->room = room;
  }
  memcpy(into->bytes + into->count, bytes, count);
  into->count += count;
}

static void flush(png_structp png) { (void)png; }

static void ignore(png_structp png, png_const_charp text) { (void)png, (void)text; }

static void fail(png_structp png, png_const_charp text)
{
  (void)text;
  longjmp(png_jmpbuf(png), 1);
}

int cfiles_png_encode(
    const uint8_t *pixels, const cfiles_picture *picture, uint8_t **out, size_t *count,
    char *message, size_t capacity)
{
  const int32_t width = picture->width, height = picture->height, channels = picture->channels;
  if (width < 1 || height < 1 || (channels != 1 && channels != 3))
    return cfiles_fail(CFILES_UNSUPPORTED, message, capacity, "a picture of an impossible size");
  buffer into = {malloc(1024), 0, 1024};
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, fail, ignore);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!into.bytes || !info) {
    png_destroy_write_struct(&png, &info);
    free(into.bytes);
    return cfiles_fail(CFILES_NO_MEMORY, message, capacity, "not enough memory for a picture");
  }
  // What the encoder has grown is reached through the pointer that it was given.
  buffer *volatile target = &into;
  if (setjmp(png_jmpbuf(png))) {
    png_destroy_write_struct(&png, &info);
    free(target->bytes);
    return cfiles_fail(CFILES_NO_MEMORY, message, capacity, "a picture could not be written");
  }
  png_set_write_fn(png, &into, add, flush);
  png_set_IHDR(
      png, info, (png_uint_32)width, (png_uint_32)height, 8,
      channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
      PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  for (int32_t row = 0; row < height; row++)
    png_write_row(png, pixels + (size_t)row * (size_t)width * (size_t)channels);
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  *out = into.bytes;
  *count = into.count;
  return CFILES_OK;
}
