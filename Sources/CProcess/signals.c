#define _GNU_SOURCE
#include "cprocess.h"
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static atomic_int interrupts, terminations, requests, resized, continued, continuations;
static atomic_int deadline_seconds, deadline_code;
static atomic_bool deadline_runs;
static atomic_int wake_read = -1, wake_write = -1;

/// Answers Ctrl-C during work, which may not look at the count for long.
static void insist(void) {
  if (cpr_terminal_is_busy()) return;
  int before = atomic_load(&interrupts);
  if (before == 1) {
    cpr_tell("still stopping; press Ctrl-C once more to end at once");
  } else if (before > 1) {
    cpr_restore_terminal();
    _exit(128 + SIGINT);
  }
}

static void on_signal(int signal) {
  int before = errno;
  if (signal == SIGINT) insist();
  if (signal == SIGTSTP) {
    cpr_stop();
  } else if (signal == SIGALRM) {
    cpr_restore_terminal();
    _exit(atomic_load(&deadline_code));
  } else if ((signal == SIGTERM || signal == SIGHUP) && atomic_load(&terminations) > 0) {
    cpr_restore_terminal();
    _exit(128 + signal);
  } else {
    cpr_signal_note(signal);
  }
  errno = before;
}

static struct sigaction fatal_before[NSIG];

/// Restores the terminal, then does what would have been done without us.
static void on_fatal(int signal, siginfo_t *info, void *context) {
  cpr_restore_terminal();
  struct sigaction before = fatal_before[signal];
  // A person who presses Ctrl-\ knows why the process ends; a crash report would say no more.
  if (signal == SIGQUIT) before = (struct sigaction){.sa_handler = SIG_DFL};
  if (before.sa_flags & SA_SIGINFO) {
    before.sa_sigaction(signal, info, context);
    return;
  }
  // Stays pending until this handler returns.
  sigaction(signal, &before, NULL);
  raise(signal);
}

/// Asked to end again, the process still ends when it was to end first.
static void start_deadline(void) {
  int seconds = atomic_load(&deadline_seconds);
  if (cpr_terminations() == 0 || seconds == 0) return;
  if (!atomic_exchange(&deadline_runs, true)) alarm((unsigned)seconds);
}

void cpr_signal_note(int signal) {
  if (signal == SIGINT) atomic_fetch_add(&interrupts, 1);
  if (signal == SIGTERM || signal == SIGHUP) atomic_fetch_add(&terminations, 1);
  if (signal == SIGUSR1) atomic_store(&requests, 1);
  start_deadline();
  if (signal == SIGWINCH) atomic_store(&resized, 1);
  if (signal == SIGCONT) {
    atomic_store(&continued, 1);
    atomic_fetch_add(&continuations, 1);
  }
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

int cpr_wake_descriptor(void) {
  open_pipe();
  return atomic_load(&wake_read);
}

static int handle(const int *signals, size_t count, struct sigaction *action) {
  for (size_t i = 0; i < count; i++) {
    struct sigaction old;
    if (sigaction(signals[i], NULL, &old) < 0) return -1;
    // nohup and shells without job control have their children ignore these.
    int is_optional = signals[i] == SIGHUP || signals[i] == SIGTSTP || signals[i] == SIGINT;
    if (old.sa_handler == SIG_IGN && is_optional) continue;
    if (sigaction(signals[i], action, NULL) < 0) return -1;
  }
  return 0;
}

static int handle_fatal(const int *signals, size_t count, struct sigaction *action) {
  for (size_t i = 0; i < count; i++) {
    struct sigaction old;
    if (sigaction(signals[i], NULL, &old) < 0) return -1;
    if (old.sa_handler == SIG_IGN) continue;
    if ((old.sa_flags & SA_SIGINFO) && old.sa_sigaction == on_fatal) continue;
    fatal_before[signals[i]] = old;
    if (sigaction(signals[i], action, NULL) < 0) return -1;
  }
  return 0;
}

int cpr_signals_install(void) {
  if (open_pipe() < 0) return -1;
  static const int noted[] = {SIGINT,  SIGTERM, SIGHUP, SIGUSR1, SIGWINCH,
                              SIGCONT, SIGTSTP, SIGALRM};
  static const int fatal[] = {SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGQUIT};
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  if (handle(noted, sizeof noted / sizeof *noted, &action) < 0) return -1;
  // Whoever started this process may have blocked them; ends of children are waited for too.
  sigset_t heard;
  sigemptyset(&heard);
  for (size_t i = 0; i < sizeof noted / sizeof *noted; i++) sigaddset(&heard, noted[i]);
  sigaddset(&heard, SIGCHLD);
  if (pthread_sigmask(SIG_UNBLOCK, &heard, NULL) != 0) return -1;
  action.sa_sigaction = on_fatal;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  return handle_fatal(fatal, sizeof fatal / sizeof *fatal, &action);
}

int cpr_interrupts(void) { return atomic_load(&interrupts); }
void cpr_interrupts_reset(void) { atomic_store(&interrupts, 0); }
int cpr_terminations(void) { return atomic_load(&terminations) + atomic_load(&requests); }
void cpr_terminations_reset(void) {
  atomic_store(&terminations, 0);
  atomic_store(&requests, 0);
  alarm(0);
  atomic_store(&deadline_runs, false);
}
void cpr_deadline(int seconds, int code) {
  atomic_store(&deadline_code, code);
  atomic_store(&deadline_seconds, seconds);
  start_deadline();
}
int cpr_take_resize(void) { return atomic_exchange(&resized, 0); }
int cpr_take_continue(void) { return atomic_exchange(&continued, 0); }
int cpr_continuations(void) { return atomic_load(&continuations); }

int cpr_end_with(int parent) {
  // The kernel sends the signal for each thread of the parent that goes; any number means one.
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  sigaction(SIGUSR1, &action, NULL);
  sigset_t heard;
  sigemptyset(&heard);
  sigaddset(&heard, SIGUSR1);
  pthread_sigmask(SIG_UNBLOCK, &heard, NULL);
  prctl(PR_SET_PDEATHSIG, SIGUSR1);
  return getppid() == parent;
}
