#define _GNU_SOURCE
#include "cprocess.h"
#include "internal.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static struct termios saved_mode, muted_mode, guarded_mode;
static atomic_int muted = -1, guarded = -1, guarded_output = -1, lent;

static void say(int descriptor, const char *text) {
  ssize_t ignored = write(descriptor, text, strlen(text));
  (void)ignored;
}

void cpr_tell(const char *line) {
  int output = atomic_load(&guarded) >= 0 ? atomic_load(&guarded_output) : STDERR_FILENO;
  if (isatty(output)) say(output, "\r\033[K");
  say(output, line);
  say(output, isatty(output) ? "\r\n" : "\n");
}

int cpr_terminal_is_busy(void) { return atomic_load(&guarded) >= 0 || atomic_load(&lent); }

void cpr_restore_terminal(void) {
  int descriptor = atomic_load(&guarded);
  if (descriptor >= 0) {
    say(atomic_load(&guarded_output), "\033[?2004l\033[?25h\033[0m");
    tcsetattr(descriptor, TCSANOW, &guarded_mode);
  }
  cpr_echo_restore();
}

static int in_foreground(int descriptor) { return tcgetpgrp(descriptor) == getpgrp(); }

static void mute_again(int descriptor) {
  if (descriptor < 0 || !in_foreground(descriptor)) return;
  tcsetattr(descriptor, TCSANOW, &muted_mode);
  atomic_store(&muted, descriptor);
}

/// Does what SIGTSTP does by itself, which is nothing where no shell could continue the process.
static void stop_by_default(void) {
  struct sigaction ours, usual = {.sa_handler = SIG_DFL};
  sigemptyset(&usual.sa_mask);
  sigset_t alone;
  sigemptyset(&alone);
  sigaddset(&alone, SIGTSTP);
  sigaction(SIGTSTP, &usual, &ours);
  raise(SIGTSTP);
  // It is pending while its own handler runs.
  pthread_sigmask(SIG_UNBLOCK, &alone, NULL);
  pthread_sigmask(SIG_BLOCK, &alone, NULL);
  sigaction(SIGTSTP, &ours, NULL);
}

/// Whether the process was continued since; another thread may be the one that hears of it.
static int was_continued(int before) {
  for (int look = 0; look < 20; look++) {
    if (cpr_continuations() != before) return 1;
    struct timespec pause = {0, 2000000};
    nanosleep(&pause, NULL);
  }
  return 0;
}

void cpr_stop(void) {
  int quiet = atomic_load(&muted);
  int before = cpr_continuations();
  cpr_restore_terminal();
  stop_by_default();
  if (!was_continued(before)) {
    cpr_tell("Ctrl-Z is ignored: there is no shell to return to");
    // An editor draws its line again.
    cpr_signal_note(SIGCONT);
  }
  mute_again(quiet);
}

int cpr_size(int descriptor, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) < 0 || size.ws_col == 0 || size.ws_row == 0) return -1;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return 0;
}

static void at_exit_once(void) {
  static atomic_flag registered = ATOMIC_FLAG_INIT;
  if (!atomic_flag_test_and_set(&registered)) atexit(cpr_restore_terminal);
}

int cpr_echo_off(int descriptor) {
  at_exit_once();
  if (atomic_load(&muted) >= 0) return 0;
  if (tcgetattr(descriptor, &saved_mode) < 0) return -1;
  muted_mode = saved_mode;
  muted_mode.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
  // Ctrl-D would be swallowed; so the next prompt reads it.
  muted_mode.c_cc[VEOF] = _POSIX_VDISABLE;
  if (!in_foreground(descriptor) || tcsetattr(descriptor, TCSADRAIN, &muted_mode) < 0) return -1;
  atomic_store(&muted, descriptor);
  return 0;
}

void cpr_echo_restore(void) {
  int descriptor = atomic_exchange(&muted, -1);
  if (descriptor >= 0) tcsetattr(descriptor, TCSADRAIN, &saved_mode);
}

void cpr_guard(int input, int output) {
  at_exit_once();
  atomic_store(&guarded_output, output);
  atomic_store(&guarded, tcgetattr(input, &guarded_mode) == 0 ? input : -1);
}

void cpr_unguard(void) { atomic_store(&guarded, -1); }

void cpr_single_keys(int on) {
  int descriptor = atomic_load(&guarded);
  if (descriptor < 0) return;
  struct termios mode = guarded_mode;
  if (on) {
    mode.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    mode.c_cc[VMIN] = 1;
    mode.c_cc[VTIME] = 0;
  }
  tcsetattr(descriptor, TCSADRAIN, &mode);
}

void cpr_lend(int on) {
  static int quiet = -1;
  if (on) {
    quiet = atomic_load(&muted);
    cpr_echo_restore();
    atomic_store(&lent, 1);
  } else {
    cpr_interrupts_reset();
    atomic_store(&lent, 0);
    mute_again(quiet);
  }
}
