#include "picture.h"
#include "message.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jerror.h>
#include <jpeglib.h>

enum { MOST_SCANS = 500 };

/// One JPEG in memory that is being read; the library's own structures lead back to it.
typedef struct {
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  const uint8_t *bytes;
  const cfiles_stop *stop;
  jmp_buf out;
  uint8_t *row;
  bool is_in_scans;
  int status;
  char text[JMSG_LENGTH_MAX];
} reader;

static reader *of(j_common_ptr jpeg) { return jpeg->client_data; }

static void leave(reader *from, int status, const char *text)
{
  from->status = status;
  snprintf(from->text, sizeof from->text, "%s", text);
  longjmp(from->out, 1);
}

static void fail(j_common_ptr jpeg)
{
  reader *from = of(jpeg);
  char text[JMSG_LENGTH_MAX];
  from->errors.format_message(jpeg, text);
  int code = from->errors.msg_code;
  bool unknown = code == JERR_BAD_PRECISION || code == JERR_SOF_UNSUPPORTED
                 || code == JERR_CONVERSION_NOTIMPL || code == JERR_ARITH_NOTIMPL;
  leave(from, unknown ? CFILES_UNSUPPORTED : CFILES_DAMAGED, text);
}

static void say_nothing(j_common_ptr jpeg) { (void)jpeg; }

/// Whether the bytes left over after a scan are what cameras fill up with.
static bool is_padding(const reader *from, int count)
{
  const uint8_t *next = from->jpeg.src->next_input_byte;
  if (count <= 0 || next - from->bytes < count) return false;
  const uint8_t *first = next - count;
  for (int place = 0; place < count; place++)
    if (first[place] != first[0]) return false;
  return first[0] == 0 || first[0] == 0xFF;
}

/// Judges a warning by what it costs: oddities of headers cost no pixel, those of scans do.
static void judge(j_common_ptr jpeg, int level)
{
  reader *from = of(jpeg);
  char text[JMSG_LENGTH_MAX];
  if (level >= 0) return;
  int extra = from->errors.msg_parm.i[0];
  switch (from->errors.msg_code) {
    case JWRN_ADOBE_XFORM:
    case JWRN_JFIF_MAJOR:
    case JWRN_NOT_SEQUENTIAL:
    case JWRN_BOGUS_ICC: return;
    case JWRN_EXTRANEOUS_DATA:
      if (!from->is_in_scans || is_padding(from, extra)) return;
      snprintf(text, sizeof text, "%d bytes are left over after a scan", extra);
      break;
    case JWRN_JPEG_EOF:
      // A scan that is cut short has a warning of its own; missing later scans would go unnoticed.
      if (from->is_in_scans && !jpeg_has_multiple_scans(&from->jpeg)) return;
      snprintf(text, sizeof text, "the file ends too early");
      break;
    case JWRN_HIT_MARKER: snprintf(text, sizeof text, "a scan ends too early"); break;
    default: from->errors.format_message(jpeg, text);
  }
  leave(from, CFILES_DAMAGED, text);
}

static void look_up(j_common_ptr jpeg)
{
  reader *from = of(jpeg);
  if (cfiles_is_stopped(from->stop)) leave(from, CFILES_STOPPED, "stopped");
  if (jpeg->is_decompressor && ((j_decompress_ptr)jpeg)->input_scan_number > MOST_SCANS)
    leave(from, CFILES_TOO_LARGE, "it has more than 500 scans");
}

static void begin(reader *from, const uint8_t *bytes, size_t count, const cfiles_stop *stop)
{
  from->bytes = bytes;
  from->stop = stop;
  from->jpeg.err = jpeg_std_error(&from->errors);
  from->errors.error_exit = fail;
  from->errors.emit_message = judge;
  from->errors.output_message = say_nothing;
  from->jpeg.client_data = from;
  jpeg_create_decompress(&from->jpeg);
  from->jpeg.client_data = from;
  from->progress.progress_monitor = look_up;
  from->jpeg.progress = &from->progress;
  jpeg_mem_src(&from->jpeg, bytes, (unsigned long)count);
  jpeg_save_markers(&from->jpeg, JPEG_APP0 + 1, 0xFFFF);
  jpeg_read_header(&from->jpeg, TRUE);
}

static int end(reader *from, char *message, size_t capacity)
{
  int status = from->status;
  if (status != CFILES_OK && status != CFILES_STOPPED)
    cfiles_fail(
        status, message, capacity, "%s: %s",
        status == CFILES_DAMAGED ? "damaged JPEG" : "a JPEG that cannot be read", from->text);
  jpeg_destroy_decompress(&from->jpeg);
  free(from->row);
  free(from);
  return status;
}

static reader *new_reader(void) { return calloc(1, sizeof(reader)); }

static int32_t orientation(const reader *from)
{
  for (jpeg_saved_marker_ptr marker = from->jpeg.marker_list; marker; marker = marker->next)
    if (marker->data_length > 6 && memcmp(marker->data, "Exif\0\0", 6) == 0)
      return cfiles_orientation(marker->data + 6, marker->data_length - 6);
  return 1;
}

int cfiles_jpeg_look(
    const uint8_t *bytes, size_t count, cfiles_picture *picture, char *message, size_t capacity)
{
  reader *from = new_reader();
  if (!from) return cfiles_fail(CFILES_NO_MEMORY, message, capacity, "no memory left");
  if (setjmp(from->out)) return end(from, message, capacity);
  begin(from, bytes, count, NULL);
  int parts = from->jpeg.num_components;
  if (parts != 1 && parts != 3 && parts != 4)
    leave(from, CFILES_UNSUPPORTED, "it has neither 1 nor 3 nor 4 components");
  int64_t width = from->jpeg.image_width, height = from->jpeg.image_height;
  cfiles_picture found = {(int)width, (int)height, parts == 1 ? 1 : 3, orientation(from)};
  int status = end(from, message, capacity);
  if (status == CFILES_OK) status = cfiles_check_sides(width, height, count, message, capacity);
  if (status == CFILES_OK) *picture = found;
  return status;
}

/// Inks as Adobe stores them, 255 for none, become light: ink and black each take their share.
static void lighten(const uint8_t *row, uint8_t *into, int pixels)
{
  for (int pixel = 0; pixel < pixels; pixel++) {
    int light = row[4 * pixel + 3];
    for (int channel = 0; channel < 3; channel++) {
      int share = (255 - row[4 * pixel + channel]) * light + 128;
      int taken = ((share >> 8) + share) >> 8;
      into[3 * pixel + channel] = (uint8_t)(taken > light ? 0 : light - taken);
    }
  }
}

int cfiles_jpeg_decode(
    const uint8_t *bytes, size_t count, const cfiles_picture *picture, uint8_t *into,
    const cfiles_stop *stop, char *message, size_t capacity)
{
  reader *from = new_reader();
  if (!from) return cfiles_fail(CFILES_NO_MEMORY, message, capacity, "no memory left");
  if (setjmp(from->out)) return end(from, message, capacity);
  begin(from, bytes, count, stop);
  from->is_in_scans = true;
  bool inks = from->jpeg.num_components == 4;
  from->jpeg.out_color_space = inks ? JCS_CMYK : picture->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  from->jpeg.dct_method = JDCT_ISLOW;
  jpeg_start_decompress(&from->jpeg);
  size_t stride = (size_t)picture->width * (size_t)picture->channels;
  if (inks && !(from->row = malloc((size_t)picture->width * 4)))
    leave(from, CFILES_NO_MEMORY, "no memory left");
  while (from->jpeg.output_scanline < from->jpeg.output_height) {
    uint8_t *line = into + from->jpeg.output_scanline * stride;
    JSAMPROW target = inks ? from->row : line;
    jpeg_read_scanlines(&from->jpeg, &target, 1);
    if (inks) lighten(from->row, line, picture->width);
  }
  jpeg_finish_decompress(&from->jpeg);
  return end(from, message, capacity);
}
