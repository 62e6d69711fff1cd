#define _GNU_SOURCE
#include "cprocess.h"
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

/// Milliseconds between two looks at whether writing shall be given up.
enum { PATIENCE = 100, LOOKS_AFTER_STOP = 20 };

static void pass_over(int signal) { (void)signal; }

/// Handled and not ignored, which programs that this one starts would inherit.
static void make_error(int signal) {
  struct sigaction action = {.sa_handler = pass_over, .sa_flags = SA_RESTART | SA_ONSTACK}, old;
  sigemptyset(&action.sa_mask);
  if (sigaction(signal, NULL, &old) == 0 && old.sa_handler == SIG_DFL)
    sigaction(signal, &action, NULL);
}

void cpr_start(void) {
  static const int modes[] = {O_WRONLY, O_RDONLY, O_RDONLY};
  for (int descriptor = 0; descriptor <= 2; descriptor++)
    if (fcntl(descriptor, F_GETFD) < 0 && errno == EBADF) {
      // The lowest free number is this one.
      int opened = open("/dev/null", modes[descriptor]);
      (void)opened;
    }
  make_error(SIGPIPE);
  make_error(SIGXFSZ);
}

static int wait_writable(int descriptor) {
  for (int looks = 0; looks < LOOKS_AFTER_STOP;) {
    struct pollfd output = {descriptor, POLLOUT, 0};
    int count = poll(&output, 1, PATIENCE);
    if (count > 0) return 0;
    if (count < 0 && errno != EINTR) return errno;
    if (cpr_interrupts() > 0 || cpr_terminations() > 0) looks++;
  }
  return EAGAIN;
}

int cpr_write(int descriptor, const void *bytes, size_t count) {
  // What was printed before comes before.
  if (descriptor == STDOUT_FILENO && fflush(stdout) != 0) return errno;
  const char *at = bytes;
  while (count > 0) {
    ssize_t done = write(descriptor, at, count);
    if (done > 0) {
      at += done;
      count -= (size_t)done;
    } else if (done == 0) {
      return EIO;
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      int trouble = wait_writable(descriptor);
      if (trouble != 0) return trouble;
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

long cpr_read(int descriptor, void *bytes, size_t count) {
  for (;;) {
    int wake = cpr_wake_descriptor();
    struct pollfd inputs[2] = {{descriptor, POLLIN, 0}, {wake, POLLIN, 0}};
    if (poll(inputs, 2, -1) < 0) {
      if (errno == EINTR) continue;
      return CPR_FAILED;
    }
    if (inputs[1].revents & POLLIN) {
      char drained[64];
      while (read(wake, drained, sizeof drained) > 0) {
      }
      return CPR_SIGNAL;
    }
    if (inputs[0].revents == 0) continue;
    ssize_t done = read(descriptor, bytes, count);
    if (done >= 0) return done;
    if (errno != EINTR && errno != EAGAIN && errno != EWOULDBLOCK) return CPR_FAILED;
  }
}

int cpr_pending(int descriptor) {
  int count = 0;
  return ioctl(descriptor, FIONREAD, &count) == 0 ? count : 0;
}

int cpr_wait(int descriptor, int milliseconds) {
  struct pollfd input = {descriptor, POLLIN, 0};
  int count;
  do count = poll(&input, 1, milliseconds);
  while (count < 0 && errno == EINTR);
  return count > 0;
}

void cpr_leave(int status, int lost) {
  int failed = fflush(stdout) != 0 || ferror(stdout);
  fflush(NULL);
  cpr_restore_terminal();
  _exit(status == 0 && failed ? lost : status);
}

int cpr_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }
