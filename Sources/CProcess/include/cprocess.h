#pragma once
#include <stddef.h>
#include <stdint.h>

/* Standard streams -------------------------------------------------------------------------- */

/// Prepares the process; to be called before it opens anything. Descriptors 0 to 2 that are closed
/// are opened on /dev/null the wrong way round, so that no file gets their numbers and using one is
/// still an error. A reader that goes away and a file that may not grow become errors of a write.
void cpr_start(void);

/// Writes all bytes, however small the pieces that `descriptor` takes; 0, or an error number.
/// Waits where a non-blocking descriptor is full, after a request to stop for two seconds at most.
int cpr_write(int descriptor, const void *bytes, size_t count);

enum cpr_input { CPR_CLOSED = 0, CPR_FAILED = -1, CPR_SIGNAL = -2 };

/// Waits for at least one byte on `descriptor`, blocking or not, or for a signal. The number of
/// bytes read, or one of `cpr_input`; `errno` says why it failed.
long cpr_read(int descriptor, void *bytes, size_t count);
/// Bytes that can be read now.
int cpr_pending(int descriptor);
/// 1 when input comes within so many milliseconds.
int cpr_wait(int descriptor, int milliseconds);

/// Writes what is buffered, restores the terminal and ends the process without running the endings
/// of libraries, which crash while one of them is still being loaded by another thread. Leaves with
/// `lost` instead of 0 if the buffered text cannot be written.
_Noreturn void cpr_leave(int status, int lost);
/// An unnamed file in memory, or -1.
int cpr_memory_file(const char *name);

/* Signals ----------------------------------------------------------------------------------- */

/// Installs the handlers. Those of requests and of the window count and wake readers; during work
/// the third SIGINT, and always the second SIGTERM or SIGHUP, end the process, while SIGUSR1 only
/// asks, as often as it comes; SIGTSTP stops it
/// where a shell can continue it; those of faults restore the terminal and go on with what was to
/// happen, SIGQUIT ends the process without a report. What the caller ignores of SIGINT, SIGHUP,
/// SIGTSTP and SIGQUIT stays ignored. 0, or -1 with errno.
int cpr_signals_install(void);
/// Counts a signal and wakes readers; callable from any thread.
void cpr_signal_note(int signal);
/// Signals noted since the last reset; readable from any thread.
int cpr_interrupts(void);
void cpr_interrupts_reset(void);
/// Requests to end (SIGTERM, SIGHUP, SIGUSR1).
int cpr_terminations(void);
void cpr_terminations_reset(void);
/// Has the process leave with `code` at the latest so many seconds after the first request to end,
/// whatever it does then; 0: never.
void cpr_deadline(int seconds, int code);
/// 1 once after the window changed its size, or after the process was continued.
int cpr_take_resize(void);
int cpr_take_continue(void);
/// How often the process was continued.
int cpr_continuations(void);
/// Notes a request to end, as by one SIGTERM, when `parent`
/// ends; 0 if `parent` is gone already.
int cpr_end_with(int parent);

/* Terminal ---------------------------------------------------------------------------------- */

/// Columns and rows of a terminal; 0 when known.
int cpr_size(int descriptor, int *columns, int *rows);
/// Switches off the echo of typed text; remembers the mode and restores it at exit. 0 when done.
int cpr_echo_off(int descriptor);
/// Puts back the mode of the last `cpr_echo_off`; async-signal-safe.
void cpr_echo_restore(void);
/// Remembers the mode of `input` to put back, and that `output` leaves what editing needs of it,
/// should the process die while editing.
void cpr_guard(int input, int output);
/// Editing is over.
void cpr_unguard(void);
/// Has a guarded terminal hand over keys one by one, without echo (1), or as it was (0).
void cpr_single_keys(int on);
/// Gives the terminal with its echo to another program (1), whose Ctrl-C is not counted, or takes
/// it back as it was (0).
void cpr_lend(int on);
