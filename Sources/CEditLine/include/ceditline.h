#pragma once
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

/* Line editing ------------------------------------------------------------------------------ */

/// One libedit line editor, which holds the text and knows keys and modes; it shows nothing. Lives
/// on one thread.
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

/// Reads one line; null when `character` returned 0 or -1 and when an action said `CEL_END`.
const wchar_t *cel_read(cel_editor *editor, int *length);
/// The next character through the `character` callback; for use inside actions.
int cel_next(cel_editor *editor, wchar_t *character);

/// The text being edited, `*length` characters, and the index of the cursor.
const wchar_t *cel_text(cel_editor *editor, size_t *length, size_t *cursor);
/// Replaces the text and the cursor; nothing is drawn.
void cel_replace(cel_editor *editor, const wchar_t *text, size_t length, size_t cursor);

/// Enters (1) or leaves (0) the terminal mode for editing.
void cel_prepare(cel_editor *editor, int on);
/// Takes LC_CTYPE (nothing else) from the environment, C.UTF-8 when that is not UTF-8. 1 for UTF-8.
int cel_set_locale(void);
