#define _GNU_SOURCE
#include "cfiles.h"
#include "message.h"
#include "plain.h"

#include <archive.h>
#include <archive_entry.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

struct cfiles_stream {
  struct archive *archive;
  int file;
  int64_t packed, unpacked, bound;
  bool is_gzip, ended;
  uLong check;
};

int cfiles_look(const char *path, cfiles_facts *facts, char *message, size_t capacity)
{
  struct stat status;
  *facts = (cfiles_facts){0};
  if (stat(path, &status) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return CFILES_OK;
    return cfiles_fail(CFILES_CANNOT_OPEN, message, capacity, "%s", strerror(errno));
  }
  facts->exists = true;
  facts->is_folder = S_ISDIR(status.st_mode);
  facts->is_file = S_ISREG(status.st_mode);
  facts->size = status.st_size;
  facts->device = status.st_dev;
  facts->node = status.st_ino;
  return CFILES_OK;
}

bool cfiles_own_path(bool program, char *path, size_t capacity)
{
  if (capacity == 0) return false;
  if (program) {
    ssize_t length = readlink("/proc/self/exe", path, capacity - 1);
    if (length <= 0) return false;
    path[length] = 0;
    return true;
  }
  Dl_info found;
  if (!dladdr((void *)cfiles_own_path, &found) || !found.dli_fname) return false;
  return snprintf(path, capacity, "%s", found.dli_fname) < (int)capacity;
}

int cfiles_open_plain(
    const char *path, int64_t *size, int *file, char *message, size_t capacity)
{
  struct stat status;
  *file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (*file < 0)
    return cfiles_fail(
        errno == ENOENT || errno == ENOTDIR ? CFILES_MISSING : CFILES_CANNOT_OPEN, message,
        capacity, "%s", strerror(errno));
  if (fstat(*file, &status) != 0 || !S_ISREG(status.st_mode)) {
    close(*file);
    *file = -1;
    return cfiles_fail(
        CFILES_CANNOT_OPEN, message, capacity,
        S_ISDIR(status.st_mode) ? "it is a folder, not a file" : "it is not a regular file");
  }
  *size = status.st_size;
  return CFILES_OK;
}

/// The most that these first bytes, taken as the start of a packed file of this size, can become.
static int64_t bound_of(const uint8_t *head, size_t count, int64_t packed)
{
  int64_t ratio = 1;
  if (count >= 2 && head[0] == 0x1F && head[1] == 0x8B) ratio = 1040;  // deflate: 1032 at most
  if (count >= 2 && head[0] == 0xFD && head[1] == '7') ratio = 16384;
  if (count >= 2 && head[0] == 'P' && head[1] == 'K') ratio = 1040;
  return packed > INT64_MAX / ratio ? INT64_MAX : packed * ratio;
}

static int find_member(cfiles_stream *stream, const char *member, char *message, size_t capacity)
{
  for (;;) {
    struct archive_entry *entry;
    int status = archive_read_next_header(stream->archive, &entry);
    if (status == ARCHIVE_EOF && member)
      return cfiles_fail(CFILES_MISSING, message, capacity, "it holds no '%s'", member);
    if (status == ARCHIVE_EOF) {
      stream->ended = true;
      return CFILES_OK;
    }
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN) {
      const char *text = archive_error_string(stream->archive);
      return cfiles_fail(CFILES_DAMAGED, message, capacity, "%s", text ? text : "it is cut short or damaged");
    }
    if (!member) return CFILES_OK;
    const char *name = archive_entry_pathname(entry);
    if (name && strcmp(name, member) == 0) return CFILES_OK;
  }
}

int cfiles_stream_open(
    const char *path, const char *member, cfiles_stream **out, char *message, size_t capacity)
{
  *out = NULL;
  cfiles_stream *stream = calloc(1, sizeof *stream);
  if (!stream) return cfiles_fail(CFILES_NO_MEMORY, message, capacity, "no memory left");
  stream->file = -1;
  int status = cfiles_open_plain(path, &stream->packed, &stream->file, message, capacity);
  if (status != CFILES_OK) {
    cfiles_stream_close(stream);
    return status;
  }
  uint8_t head[4] = {0};
  ssize_t count = pread(stream->file, head, sizeof head, 0);
  if (count < 0) {
    status = cfiles_fail(CFILES_CANNOT_OPEN, message, capacity, "%s", strerror(errno));
    cfiles_stream_close(stream);
    return status;
  }
  stream->bound = bound_of(head, (size_t)count, stream->packed);
  stream->is_gzip = !member && count >= 2 && head[0] == 0x1F && head[1] == 0x8B;
  stream->check = crc32(0, NULL, 0);
  stream->archive = archive_read_new();
  if (!stream->archive) {
    cfiles_stream_close(stream);
    return cfiles_fail(CFILES_NO_MEMORY, message, capacity, "no memory left");
  }
  if (member) {
    cfiles_support_members(stream->archive);
  } else {
    archive_read_support_filter_gzip(stream->archive);
    archive_read_support_filter_xz(stream->archive);
    archive_read_support_format_raw(stream->archive);
    archive_read_support_format_empty(stream->archive);
  }
  if (archive_read_open_fd(stream->archive, stream->file, 1 << 16) != ARCHIVE_OK) {
    const char *text = archive_error_string(stream->archive);
    status = cfiles_fail(CFILES_DAMAGED, message, capacity, "%s", text ? text : "it is cut short or damaged");
  } else {
    status = find_member(stream, member, message, capacity);
  }
  if (status != CFILES_OK) {
    cfiles_stream_close(stream);
    return status;
  }
  *out = stream;
  return CFILES_OK;
}

/// Whether zlib, which knows gzip files of several members, gets as many bytes without complaint.
static bool is_whole_gzip(const cfiles_stream *stream)
{
  int file = dup(stream->file);
  gzFile again = file >= 0 && lseek(file, 0, SEEK_SET) == 0 ? gzdopen(file, "rb") : NULL;
  if (!again) {
    if (file >= 0) close(file);
    return false;
  }
  uint8_t piece[1 << 14];
  int64_t total = 0;
  int count;
  while ((count = gzread(again, piece, sizeof piece)) > 0) total += count;
  return gzclose_r(again) == Z_OK && count == 0 && total == stream->unpacked;
}

/// libarchive does not compare gzip's own checksum, so a flipped pixel would pass unseen.
static int check_gzip_end(cfiles_stream *stream, char *message, size_t capacity)
{
  uint8_t tail[8];
  if (pread(stream->file, tail, 8, stream->packed - 8) != 8)
    return cfiles_fail(CFILES_DAMAGED, message, capacity, "the gzip data have no end");
  uint32_t words[2] = {0, 0};
  for (int byte = 0; byte < 8; byte++) words[byte / 4] |= (uint32_t)tail[byte] << (8 * (byte % 4));
  bool agrees = words[0] == (uint32_t)stream->check && words[1] == (uint32_t)stream->unpacked;
  if (agrees || is_whole_gzip(stream)) return CFILES_OK;
  if (words[1] != (uint32_t)stream->unpacked)
    return cfiles_fail(
        CFILES_DAMAGED, message, capacity, "gzip promises %u bytes but %lld came out", words[1],
        (long long)stream->unpacked);
  return cfiles_fail(CFILES_DAMAGED, message, capacity, "the gzip checksum does not agree");
}

int cfiles_stream_read(
    cfiles_stream *stream, void *into, size_t wanted, size_t *got, char *message, size_t capacity)
{
  *got = 0;
  while (*got < wanted && !stream->ended) {
    uint8_t *next = (uint8_t *)into + *got;
    la_ssize_t count = archive_read_data(stream->archive, next, wanted - *got);
    if (count < 0) {
      const char *text = archive_error_string(stream->archive);
      return cfiles_fail(CFILES_DAMAGED, message, capacity, "%s", text ? text : "it is cut short or damaged");
    }
    stream->ended = count == 0;
    stream->unpacked += count;
    *got += (size_t)count;
    if (!stream->is_gzip) continue;
    stream->check = crc32_z(stream->check, next, (size_t)count);
    if (stream->ended) return check_gzip_end(stream, message, capacity);
  }
  return CFILES_OK;
}

int64_t cfiles_stream_bound(const cfiles_stream *stream) { return stream->bound; }

void cfiles_stream_close(cfiles_stream *stream)
{
  if (!stream) return;
  if (stream->archive) archive_read_free(stream->archive);
  if (stream->file >= 0) close(stream->file);
  free(stream);
}
