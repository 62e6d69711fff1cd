#include "cfiles.h"
#include "message.h"
#include "plain.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <unistd.h>

struct cfiles_archive {
  struct archive *archive;
  int file;
};

void cfiles_support_members(struct archive *archive)
{
  archive_read_support_filter_gzip(archive);
  archive_read_support_filter_bzip2(archive);
  archive_read_support_filter_xz(archive);
  archive_read_support_filter_zstd(archive);
  archive_read_support_format_zip(archive);
  archive_read_support_format_tar(archive);
  archive_read_support_format_gnutar(archive);
}

static int damaged(cfiles_archive *from, char *message, size_t capacity)
{
  const char *text = archive_error_string(from->archive);
  return cfiles_fail(
      CFILES_DAMAGED, message, capacity, "%s", text ? text : "it is cut short or damaged");
}

int cfiles_archive_open(const char *path, cfiles_archive **out, char *message, size_t capacity)
{
  *out = NULL;
  cfiles_archive *from = calloc(1, sizeof *from);
  if (!from) return cfiles_fail(CFILES_NO_MEMORY, message, capacity, "no memory left");
  int64_t size;
  from->file = -1;
  int status = cfiles_open_plain(path, &size, &from->file, message, capacity);
  if (status == CFILES_OK && !(from->archive = archive_read_new()))
    status = cfiles_fail(CFILES_NO_MEMORY, message, capacity, "no memory left");
  if (status == CFILES_OK) {
    cfiles_support_members(from->archive);
    if (archive_read_open_fd(from->archive, from->file, 1 << 16) != ARCHIVE_OK)
      status = damaged(from, message, capacity);
  }
  if (status != CFILES_OK) {
    cfiles_archive_close(from);
    return status;
  }
  *out = from;
  return CFILES_OK;
}

int cfiles_archive_next(
    cfiles_archive *from, const char **name, bool *is_file, bool *is_folder, char *message,
    size_t capacity)
{
  struct archive_entry *entry;
  *name = NULL;
  int status = archive_read_next_header(from->archive, &entry);
  if (status == ARCHIVE_EOF) return CFILES_OK;
  if (status != ARCHIVE_OK && status != ARCHIVE_WARN) return damaged(from, message, capacity);
  *name = archive_entry_pathname_utf8(entry);
  if (!*name) *name = archive_entry_pathname(entry);
  if (!*name) *name = "";
  *is_folder = archive_entry_filetype(entry) == AE_IFDIR;
  *is_file = archive_entry_filetype(entry) == AE_IFREG && !archive_entry_hardlink(entry);
  return CFILES_OK;
}

int cfiles_archive_read(
    cfiles_archive *from, void *into, size_t wanted, size_t *got, char *message, size_t capacity)
{
  *got = 0;
  while (*got < wanted) {
    la_ssize_t count = archive_read_data(from->archive, (uint8_t *)into + *got, wanted - *got);
    if (count < 0) return damaged(from, message, capacity);
    if (count == 0) break;
    *got += (size_t)count;
  }
  return CFILES_OK;
}

void cfiles_archive_close(cfiles_archive *from)
{
  if (!from) return;
  if (from->archive) archive_read_free(from->archive);
  if (from->file >= 0) close(from->file);
  free(from);
}
