#pragma once

#include <stddef.h>
#include <stdint.h>

struct archive;

/// Opens a plain file, never a folder or a pipe that would block.
int cfiles_open_plain(
    const char *path, int64_t *size, int *file, char *message, size_t capacity);
/// Makes the reader know zip files, and tar files plain or packed.
void cfiles_support_members(struct archive *archive);
