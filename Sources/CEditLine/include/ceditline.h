#pragma once
#include <stddef.h>
#include <stdint.h>
#include <termios.h>
#include <wchar.h>

/* Line editing ------------------------------------------------------------------------------ */

/// One libedit line editor; lives on one thread.
typedef struct cel_editor cel_editor;

/// What the editor asks its owner. `context` is handed back untouched.
typedef struct {
  /// Stores the next character; returns 1, 0 at the end of input, -1 to leave the line.
  int (*character)(void *context, wchar_t *character);
  /// Runs one of the owner's actions; returns one of `cel_result`.
  int (*action)(void *context, int number);
  void *context;
} cel_callbacks;

/// What an action leaves to do.
enum cel_result {
  CEL_NOTHING = 0,
  CEL_ACCEPT = 1,
  CEL_END = 2,
  CEL_REPAINT = 4,
  CEL_MOVE = 5,
};

/// Actions are numbered 0 ..< this.
enum { CEL_ACTIONS = 32 };

/// Opens an editor on two descriptors, which stay the caller's. Null when there is no memory.
/// `terminal` null means the variable TERM.
cel_editor *cel_open(const char *program, const char *terminal, int input, int output,
                     cel_callbacks callbacks);
void cel_close(cel_editor *editor);

/// Reads a settings file; null means ~/.editrc. Bindings made before may be lost. 0 when read.
int cel_source(cel_editor *editor, const char *path);
/// 1 when the vi keys are in use.
int cel_is_vi(cel_editor *editor);
/// Takes the vi keys (1) or those of emacs (0); forgets all bindings.
void cel_use_vi(cel_editor *editor, int on);
/// Names action `number` so that keys can be bound to it.
int cel_add_action(cel_editor *editor, int number, const char *name, const char *help);
/// Binds a key (libedit notation) to a function or action name, in the vi command map if asked.
int cel_bind(cel_editor *editor, const char *key, const char *function, int in_command_map);

/// UTF-8; escape sequences stand between two bytes 1.
void cel_set_prompt(cel_editor *editor, const char *prompt);
/// Reads one line; null when `character` returned 0 or -1 and when an action said `CEL_END`.
const wchar_t *cel_read(cel_editor *editor, int *length);
/// The next character through the `character` callback; for use inside actions.
int cel_next(cel_editor *editor, wchar_t *character);

/// The text being edited, `*length` characters, and the index of the cursor.
const wchar_t *cel_text(cel_editor *editor, size_t *length, size_t *cursor);
/// Replaces the text and the cursor; nothing is drawn.
void cel_replace(cel_editor *editor, const wchar_t *text, size_t length, size_t cursor);

/// Draws prompt and text anew from the start of the current row.
void cel_refresh(cel_editor *editor);
/// Takes over the size of the terminal.
void cel_resize(cel_editor *editor);
/// Enters (1) or leaves (0) the terminal mode for editing.
void cel_prepare(cel_editor *editor, int on);
/// Writes bytes to the terminal behind libedit's back.
void cel_write(cel_editor *editor, const char *bytes, size_t count);

/// Columns a character takes, -1 when it cannot be printed.
int cel_width(uint32_t character);
/// Takes LC_CTYPE (nothing else) from the environment, C.UTF-8 when that is not UTF-8. 1 for UTF-8.
int cel_set_locale(void);

/* Signals ----------------------------------------------------------------------------------- */

/// Installs the handlers. Those of requests and of the window count and wake readers; during work
/// the third SIGINT, and always the second SIGTERM or SIGHUP, end the process; SIGTSTP stops it;
/// those of faults restore the terminal and go on with what was to happen. What the caller ignores
/// of SIGINT, SIGHUP, SIGTSTP and SIGQUIT stays ignored. 0, or -1 with errno.
int cel_signals_install(void);
/// Counts a signal and wakes readers; callable from any thread.
void cel_signal_note(int signal);
/// Signals noted since the last reset; readable from any thread.
int cel_interrupts(void);
void cel_interrupts_reset(void);
/// Requests to end (SIGTERM, SIGHUP).
int cel_terminations(void);
void cel_terminations_reset(void);
/// 1 once after the window changed its size, or after the process was continued.
int cel_take_resize(void);
int cel_take_continue(void);

/// Notes a request to end, as by one SIGTERM, when `parent` ends; 0 if `parent` is gone already.
int cel_end_with(int parent);

enum cel_input { CEL_BYTE = 1, CEL_CLOSED = 0, CEL_FAILED = -1, CEL_SIGNAL = -2 };

/// Waits for a byte on `descriptor` or a signal.
int cel_read_byte(int descriptor, uint8_t *byte);
/// Bytes that can be read now.
int cel_pending(int descriptor);
/// 1 when input comes within so many milliseconds.
int cel_wait(int descriptor, int milliseconds);

/* Terminal ---------------------------------------------------------------------------------- */

/// Columns and rows of a terminal; 0 when known.
int cel_size(int descriptor, int *columns, int *rows);
/// Switches off the echo of typed text; remembers the mode and restores it at exit. 0 when done.
int cel_echo_off(int descriptor);
/// Puts back the mode of the last `cel_echo_off`; async-signal-safe.
void cel_echo_restore(void);
/// Remembers the mode of `input` to put back, and that `output` leaves what editing needs of it,
/// should the process die while editing.
void cel_guard(int input, int output);
/// Editing is over.
void cel_unguard(void);
/// Gives the terminal with its echo to another program (1), whose Ctrl-C is not counted, or takes
/// it back as it was (0).
void cel_lend(int on);
/// Writes what is buffered, restores the terminal and ends the process without running the endings
/// of libraries, which crash while one of them is still being loaded by another thread.
_Noreturn void cel_leave(int status);
/// An unnamed file in memory, or -1.
int cel_memory_file(const char *name);
