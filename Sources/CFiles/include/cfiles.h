// Files in other people's formats, behind a plain C interface: every call returns a status and, when that is
// not CFILES_OK, writes one line of text into `message`. Nothing here prints, exits or keeps
// global state, and no size taken from a file is used before it is checked.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  CFILES_OK = 0,
  CFILES_CANNOT_OPEN = 1,
  CFILES_DAMAGED = 2,
  CFILES_TOO_LARGE = 3,
  CFILES_MISSING = 4,
  CFILES_UNSUPPORTED = 5,
  CFILES_NO_MEMORY = 6,
  CFILES_STOPPED = 7,
};

/// How a long walk finds out that nobody waits for it any more; it then ends with CFILES_STOPPED.
typedef struct {
  bool (*ask)(void *context);
  void *context;
} cfiles_stop;

// Facts and folders.

typedef struct {
  bool exists, is_folder, is_file;
  int64_t size;
  /// Together they tell whether two paths lead to the same folder.
  uint64_t device, node;
} cfiles_facts;

/// What the path leads to; a path that leads nowhere is CFILES_OK with `exists` false.
int cfiles_look(const char *path, cfiles_facts *facts, char *message, size_t capacity);

/// The file that holds this code, or the running program; false if it is not known.
bool cfiles_own_path(bool program, char *path, size_t capacity);

// Bytes of a file, unpacked: gzip, xz or plain by content; or of one member of a zip or tar file.

typedef struct cfiles_stream cfiles_stream;

int cfiles_stream_open(
    const char *path, const char *member, cfiles_stream **out, char *message, size_t capacity);
/// Reads up to `wanted` bytes; fewer than that means that the end was reached and found whole.
int cfiles_stream_read(
    cfiles_stream *stream, void *into, size_t wanted, size_t *got, char *message, size_t capacity);
/// At most this many bytes can come out of the file, judged by its packed size.
int64_t cfiles_stream_bound(const cfiles_stream *stream);
void cfiles_stream_close(cfiles_stream *stream);

// Members of a zip file or of a tar file, plain or packed by gzip, bzip2, xz or zstd, in file order.

typedef struct cfiles_archive cfiles_archive;

int cfiles_archive_open(const char *path, cfiles_archive **out, char *message, size_t capacity);
/// Goes to the next member; `name` is NULL after the last one, and lives until the next call.
int cfiles_archive_next(
    cfiles_archive *archive, const char **name, bool *is_file, bool *is_folder, char *message,
    size_t capacity);
/// Reads up to `wanted` bytes of the member; fewer than that means that its end was reached.
int cfiles_archive_read(
    cfiles_archive *archive, void *into, size_t wanted, size_t *got, char *message,
    size_t capacity);
void cfiles_archive_close(cfiles_archive *archive);

// PNG and JPEG in memory. Grey stays one channel, all else is three, as the file stores the values:
// no gamma, no colour profile, no orientation. 16 bits are scaled to 8, alpha goes over black, and
// four inks are taken as Adobe writes them.

typedef struct {
  int32_t width, height, channels;
  /// As EXIF names it, 1 to 8; 1 is upright. It is not applied.
  int32_t orientation;
} cfiles_picture;

int cfiles_picture_look(
    const uint8_t *bytes, size_t count, cfiles_picture *picture, char *message, size_t capacity);
/// Writes height * width * channels bytes, rows from the top, channels last.
int cfiles_picture_decode(
    const uint8_t *bytes, size_t count, const cfiles_picture *picture, uint8_t *into, size_t room,
    const cfiles_stop *stop, char *message, size_t capacity);

/// Writes height * width * channels bytes, 1 or 3 channels, as a PNG file in memory; the caller frees
/// `out` with free().
int cfiles_png_encode(
    const uint8_t *pixels, const cfiles_picture *picture, uint8_t **out, size_t *count,
    char *message, size_t capacity);

// Numeric arrays of a MATLAB file.

enum { CFILES_UINT8 = 1, CFILES_FLOAT64 = 2, CFILES_OTHER_KIND = 3 };

typedef struct {
  int32_t kind, rank;
  int64_t extents[4];
  void *data;
  size_t bytes;
} cfiles_array;

/// Reads one array, column-major as in the file; the caller frees `data` with free().
///
/// `kind` and extents are filled in even where the data are not read: an array of another kind, of
/// more than four dimensions (rank then says how many) or of more than `limit` bytes.
int cfiles_matlab_read(
    const char *path, const char *name, size_t limit, const cfiles_stop *stop, cfiles_array *out,
    char *message, size_t capacity);

// SHA-256.

typedef struct cfiles_digest cfiles_digest;

cfiles_digest *cfiles_digest_start(void);
void cfiles_digest_add(cfiles_digest *digest, const void *bytes, size_t count);
/// Writes 32 bytes and frees the digest.
void cfiles_digest_finish(cfiles_digest *digest, uint8_t out[32]);
