#pragma once
#include <stddef.h>

enum ctransfer_status {
  CTRANSFER_DONE = 0,
  /// libcurl is not on this machine.
  CTRANSFER_MISSING = -1,
  /// The caller asked to stop.
  CTRANSFER_STOPPED = -2,
  /// More bytes came than may come.
  CTRANSFER_TOO_LONG = -3,
  /// The connection broke off or was never made: worth another try.
  CTRANSFER_BROKEN = -4,
  /// The server says no; another try would not help.
  CTRANSFER_REFUSED = -5,
  /// The file cannot be written.
  CTRANSFER_UNWRITABLE = -6,
};

/// Told now and then: bytes in the file so far, and of the whole file, 0 if unknown. Stops if it
/// returns anything but 0.
typedef int (*ctransfer_progress)(void *context, long long now, long long all);

/// Appends what is missing behind the first `offset` bytes of the file at `address` to `descriptor`.
/// A server that cannot begin there sends all of it, and the file is emptied first. Follows up to ten
/// redirections to http and https addresses; a server that sends nothing for 30 seconds counts as broken off.
/// At most `most` bytes may be in the file then. `message` says what went wrong.
int ctransfer_fetch(const char *address, int descriptor, long long offset, long long most,
                    ctransfer_progress progress, void *context, char *message, size_t capacity);
