#include "picture.h"
#include "message.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

/// One PNG in memory that is being read.
typedef struct {
  const uint8_t *bytes;
  size_t count, at;
  png_structp png;
  png_infop info;
  uint8_t *room;
  bool is_damaged, is_stopped;
  char text[200];
} reader;

static void take(png_structp png, png_bytep into, size_t count)
{
  reader *from = png_get_io_ptr(png);
  if (count > from->count - from->at) png_error(png, "the file ends too early");
  memcpy(into, from->bytes + from->at, count);
  from->at += count;
}

static void fail(png_structp png, png_const_charp text)
{
  reader *from = png_get_error_ptr(png);
  snprintf(from->text, sizeof from->text, "%s", text);
  longjmp(png_jmpbuf(png), 1);
}

/// Most warnings are about what is not pixels, such as colour profiles; a checksum of pixels is not.
static void warn(png_structp png, png_const_charp text)
{
  reader *from = png_get_error_ptr(png);
  if (!strstr(text, "incorrect data check")) return;
  from->is_damaged = true;
  snprintf(from->text, sizeof from->text, "%s", text);
}

static void end(reader *from)
{
  if (from->png) png_destroy_read_struct(&from->png, &from->info, NULL);
  free(from->room);
}

static int damaged(const reader *from, char *message, size_t capacity)
{
  if (from->is_stopped) return cfiles_fail(CFILES_STOPPED, message, capacity, "stopped");
  return cfiles_fail(CFILES_DAMAGED, message, capacity, "damaged PNG: %s", from->text);
}

/// Makes the reader and reads everything before the pixels.
static bool begin(reader *from, const uint8_t *bytes, size_t count)
{
  *from = (reader){.bytes = bytes, .count = count};
  snprintf(from->text, sizeof from->text, "no memory left");
  from->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, from, fail, warn);
  if (!from->png) return false;
  from->info = png_create_info_struct(from->png);
  if (!from->info || setjmp(png_jmpbuf(from->png))) return false;
  png_set_read_fn(from->png, from, take);
  png_read_info(from->png, from->info);
  return true;
}

/// Asked again after the pixels, since the block may be after them.
static int32_t orientation(const reader *from)
{
  png_uint_32 count = 0;
  png_bytep tiff = NULL;
  if (!png_get_eXIf_1(from->png, from->info, &count, &tiff)) return 1;
  return cfiles_orientation(tiff, count);
}

int cfiles_png_look(
    const uint8_t *bytes, size_t count, cfiles_picture *picture, char *message, size_t capacity)
{
  reader from;
  int status = CFILES_OK;
  if (!begin(&from, bytes, count)) {
    status = damaged(&from, message, capacity);
  } else {
    int64_t width = png_get_image_width(from.png, from.info);
    int64_t height = png_get_image_height(from.png, from.info);
    bool colour = png_get_color_type(from.png, from.info) & PNG_COLOR_MASK_COLOR;
    status = cfiles_check_sides(width, height, count, message, capacity);
    if (status == CFILES_OK)
      *picture = (cfiles_picture){(int)width, (int)height, colour ? 3 : 1, orientation(&from)};
  }
  end(&from);
  return status;
}

/// One row of values with alpha, laid over black: the nearest whole number to value * alpha / 255.
static void blend(const uint8_t *row, uint8_t *into, size_t pixels, int channels)
{
  for (size_t pixel = 0; pixel < pixels; pixel++) {
    unsigned alpha = row[channels];
    for (int channel = 0; channel < channels; channel++)
      into[channel] = (uint8_t)((row[channel] * alpha + 127) / 255);
    row += channels + 1;
    into += channels;
  }
}

/// Asks whether to stop, and leaves by the way of errors.
static void ask(reader *from, const cfiles_stop *stop)
{
  if (!cfiles_is_stopped(stop)) return;
  from->is_stopped = true;
  png_error(from->png, "stopped");
}

/// Reads all rows; interlaced images come in seven passes over the whole image.
static bool take_rows(
    reader *from, const cfiles_picture *picture, uint8_t *into, const cfiles_stop *stop)
{
  if (setjmp(png_jmpbuf(from->png))) return false;
  png_set_expand(from->png);
  png_set_scale_16(from->png);
  int passes = png_set_interlace_handling(from->png);
  png_read_update_info(from->png, from->info);
  size_t width = (size_t)picture->width, height = (size_t)picture->height;
  size_t plain = width * (size_t)picture->channels;
  size_t stride = png_get_rowbytes(from->png, from->info);
  bool alpha = stride == width * ((size_t)picture->channels + 1);
  if (!alpha && stride != plain) png_error(from->png, "the rows have an unexpected length");
  if (alpha) {
    from->room = malloc(passes > 1 ? stride * height : stride);
    if (!from->room) png_error(from->png, "no memory left");
  }
  for (int pass = 0; pass < passes; pass++) {
    for (size_t row = 0; row < height; row++) {
      ask(from, stop);
      uint8_t *line = !alpha ? into + row * plain : from->room + (passes > 1 ? row * stride : 0);
      png_read_row(from->png, line, NULL);
      if (alpha && pass == passes - 1) blend(line, into + row * plain, width, picture->channels);
    }
  }
  png_read_end(from->png, from->info);
  return !from->is_damaged;
}

int cfiles_png_decode(
    const uint8_t *bytes, size_t count, const cfiles_picture *picture, uint8_t *into,
    const cfiles_stop *stop, char *message, size_t capacity)
{
  reader from;
  int status = CFILES_OK;
  if (!begin(&from, bytes, count) || !take_rows(&from, picture, into, stop))
    status = damaged(&from, message, capacity);
  end(&from);
  return status;
}
