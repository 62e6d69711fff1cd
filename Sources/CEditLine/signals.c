#define _GNU_SOURCE
#include "ceditline.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

static atomic_int interrupts, terminations, resized, continued;
static atomic_int wake_read = -1, wake_write = -1;

static struct termios saved_mode, muted_mode;
static atomic_int muted = -1;
static struct termios guarded_mode;
static atomic_int guarded = -1, guarded_output = -1;
static atomic_int lent;

static void say(int descriptor, const char *text) {
  ssize_t ignored = write(descriptor, text, strlen(text));
  (void)ignored;
}

static void restore_everything(void) {
  int descriptor = atomic_load(&guarded);
  if (descriptor >= 0) {
    say(atomic_load(&guarded_output), "\033[?2004l\033[?25h\033[0m");
    tcsetattr(descriptor, TCSANOW, &guarded_mode);
  }
  cel_echo_restore();
}

static int in_foreground(int descriptor) { return tcgetpgrp(descriptor) == getpgrp(); }

static void mute_again(int descriptor) {
  if (descriptor < 0 || !in_foreground(descriptor)) return;
  tcsetattr(descriptor, TCSANOW, &muted_mode);
  atomic_store(&muted, descriptor);
}

/// Leaves the terminal to the calling shell in the mode it lent it, stops, and takes it back.
static void stop(void) {
  int quiet = atomic_load(&muted);
  restore_everything();
  kill(getpid(), SIGSTOP);
  mute_again(quiet);
}

/// Answers Ctrl-C during work, which may not look at the count for long.
static void insist(void) {
  if (atomic_load(&guarded) >= 0 || atomic_load(&lent)) return;
  int before = atomic_load(&interrupts);
  if (before == 1) {
    if (isatty(STDERR_FILENO)) say(STDERR_FILENO, "\r\033[K");
    say(STDERR_FILENO, "still stopping; Ctrl-C once more ends at once\n");
  } else if (before > 1) {
    restore_everything();
    _exit(128 + SIGINT);
  }
}

static void on_signal(int signal) {
  int before = errno;
  if (signal == SIGINT) insist();
  if (signal == SIGTSTP) {
    stop();
  } else if ((signal == SIGTERM || signal == SIGHUP) && atomic_load(&terminations) > 0) {
    restore_everything();
    _exit(128 + signal);
  } else {
    cel_signal_note(signal);
  }
  errno = before;
}

static struct sigaction fatal_before[NSIG];

/// Restores the terminal, then does what would have been done without us.
static void on_fatal(int signal, siginfo_t *info, void *context) {
  restore_everything();
  struct sigaction before = fatal_before[signal];
  if (before.sa_flags & SA_SIGINFO) {
    before.sa_sigaction(signal, info, context);
    return;
  }
  // Stays pending until this handler returns.
  sigaction(signal, &before, NULL);
  raise(signal);
}

void cel_signal_note(int signal) {
  if (signal == SIGINT) atomic_fetch_add(&interrupts, 1);
  if (signal == SIGTERM || signal == SIGHUP) atomic_fetch_add(&terminations, 1);
  if (signal == SIGWINCH) atomic_store(&resized, 1);
  if (signal == SIGCONT) atomic_store(&continued, 1);
  int descriptor = atomic_load(&wake_write);
  if (descriptor >= 0) {
    char byte = (char)signal;
    ssize_t ignored = write(descriptor, &byte, 1);
    (void)ignored;
  }
}

static int open_pipe(void) {
  if (atomic_load(&wake_read) >= 0) return 0;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0) return -1;
  int none = -1;
  if (atomic_compare_exchange_strong(&wake_read, &none, ends[0])) {
    atomic_store(&wake_write, ends[1]);
    return 0;
  }
  close(ends[0]);
  close(ends[1]);
  return 0;
}

int cel_signals_install(void) {
  if (open_pipe() < 0) return -1;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART | SA_ONSTACK;
  action.sa_handler = on_signal;
  static const int noted[] = {SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGCONT, SIGTSTP};
  for (size_t i = 0; i < sizeof noted / sizeof *noted; i++) {
    struct sigaction old;
    if (sigaction(noted[i], NULL, &old) < 0) return -1;
    // nohup and shells without job control have their children ignore these.
    int is_optional = noted[i] == SIGHUP || noted[i] == SIGTSTP || noted[i] == SIGINT;
    if (old.sa_handler == SIG_IGN && is_optional) continue;
    if (sigaction(noted[i], &action, NULL) < 0) return -1;
  }
  // Whoever started this process may have blocked them; ends of children are waited for too.
  sigset_t heard;
  sigemptyset(&heard);
  for (size_t i = 0; i < sizeof noted / sizeof *noted; i++) sigaddset(&heard, noted[i]);
  sigaddset(&heard, SIGCHLD);
  if (pthread_sigmask(SIG_UNBLOCK, &heard, NULL) != 0) return -1;
  action.sa_sigaction = on_fatal;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  static const int fatal[] = {SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGQUIT};
  for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) {
    struct sigaction old;
    if (sigaction(fatal[i], NULL, &old) < 0) return -1;
    if (old.sa_handler == SIG_IGN) continue;
    if ((old.sa_flags & SA_SIGINFO) && old.sa_sigaction == on_fatal) continue;
    fatal_before[fatal[i]] = old;
    if (sigaction(fatal[i], &action, NULL) < 0) return -1;
  }
  return 0;
}

int cel_interrupts(void) { return atomic_load(&interrupts); }
void cel_interrupts_reset(void) { atomic_store(&interrupts, 0); }
int cel_terminations(void) { return atomic_load(&terminations); }
void cel_terminations_reset(void) { atomic_store(&terminations, 0); }
int cel_take_resize(void) { return atomic_exchange(&resized, 0); }
int cel_take_continue(void) { return atomic_exchange(&continued, 0); }

int cel_read_byte(int descriptor, uint8_t *byte) {
  if (open_pipe() < 0) return CEL_FAILED;
  for (;;) {
    int wake = atomic_load(&wake_read);
    struct pollfd inputs[2] = {{descriptor, POLLIN, 0}, {wake, POLLIN, 0}};
    if (poll(inputs, 2, -1) < 0) {
      if (errno == EINTR) continue;
      return CEL_FAILED;
    }
    if (inputs[1].revents & POLLIN) {
      char drained[64];
      while (read(wake, drained, sizeof drained) > 0) {
      }
      return CEL_SIGNAL;
    }
    if (inputs[0].revents == 0) continue;
    ssize_t count = read(descriptor, byte, 1);
    if (count == 1) return CEL_BYTE;
    if (count == 0) return CEL_CLOSED;
    if (errno != EINTR && errno != EAGAIN) return CEL_FAILED;
  }
}

int cel_pending(int descriptor) {
  int count = 0;
  return ioctl(descriptor, FIONREAD, &count) == 0 ? count : 0;
}

int cel_wait(int descriptor, int milliseconds) {
  struct pollfd input = {descriptor, POLLIN, 0};
  int count;
  do count = poll(&input, 1, milliseconds);
  while (count < 0 && errno == EINTR);
  return count > 0;
}

int cel_size(int descriptor, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) < 0 || size.ws_col == 0 || size.ws_row == 0) return -1;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return 0;
}

static void at_exit_once(void) {
  static atomic_flag registered = ATOMIC_FLAG_INIT;
  if (!atomic_flag_test_and_set(&registered)) atexit(restore_everything);
}

int cel_echo_off(int descriptor) {
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

void cel_echo_restore(void) {
  int descriptor = atomic_exchange(&muted, -1);
  if (descriptor >= 0) tcsetattr(descriptor, TCSADRAIN, &saved_mode);
}

void cel_guard(int input, int output) {
  at_exit_once();
  atomic_store(&guarded_output, output);
  atomic_store(&guarded, tcgetattr(input, &guarded_mode) == 0 ? input : -1);
}

void cel_unguard(void) { atomic_store(&guarded, -1); }

void cel_lend(int on) {
  static int quiet = -1;
  if (on) {
    quiet = atomic_load(&muted);
    cel_echo_restore();
    atomic_store(&lent, 1);
  } else {
    cel_interrupts_reset();
    atomic_store(&lent, 0);
    mute_again(quiet);
  }
}

void cel_leave(int status) {
  fflush(NULL);
  restore_everything();
  _exit(status);
}

int cel_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }

/// The kernel sends the signal for each thread of the parent that goes, so it counts once.
static void on_parent_end(int signal) {
  (void)signal;
  int before = errno;
  if (atomic_load(&terminations) == 0) cel_signal_note(SIGTERM);
  errno = before;
}

int cel_end_with(int parent) {
  struct sigaction action = {.sa_handler = on_parent_end, .sa_flags = SA_RESTART | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  sigaction(SIGUSR1, &action, NULL);
  sigset_t heard;
  sigemptyset(&heard);
  sigaddset(&heard, SIGUSR1);
  pthread_sigmask(SIG_UNBLOCK, &heard, NULL);
  prctl(PR_SET_PDEATHSIG, SIGUSR1);
  return getppid() == parent;
}
