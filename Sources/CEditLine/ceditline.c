#define _GNU_SOURCE
#include "ceditline.h"

#include <fcntl.h>
#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

_Static_assert(CEL_NOTHING == CC_NORM && CEL_ACCEPT == CC_NEWLINE && CEL_END == CC_EOF,
               "results are libedit's");

struct cel_editor {
  EditLine *line;
  FILE *input, *unseen, *messages;
  cel_callbacks callbacks;
};

static cel_editor *owner(EditLine *line) {
  void *data = NULL;
  el_get(line, EL_CLIENTDATA, &data);
  return data;
}

// The owner shows prompt and text itself.
static char *no_prompt(EditLine *line) {
  (void)line;
  static char empty[] = "";
  return empty;
}

static int next_character(EditLine *line, wchar_t *character) {
  cel_editor *editor = owner(line);
  return editor->callbacks.character(editor->callbacks.context, character);
}

// libedit does not say which of its added functions is called, so each number has its own.
#define ACTION(n)                                                              \
  static unsigned char action_##n(EditLine *line, int character) {            \
    (void)character;                                                           \
    cel_editor *editor = owner(line);                                          \
    return (unsigned char)editor->callbacks.action(editor->callbacks.context, n); \
  }
#define EIGHT(F, a, b, c, d, e, f, g, h) F(a) F(b) F(c) F(d) F(e) F(f) F(g) F(h)
#define ALL(F)                                                                 \
  EIGHT(F, 0, 1, 2, 3, 4, 5, 6, 7)                                             \
  EIGHT(F, 8, 9, 10, 11, 12, 13, 14, 15)                                       \
  EIGHT(F, 16, 17, 18, 19, 20, 21, 22, 23)                                     \
  EIGHT(F, 24, 25, 26, 27, 28, 29, 30, 31)
ALL(ACTION)

#define ENTRY(n) action_##n,
static unsigned char (*const actions[CEL_ACTIONS])(EditLine *, int) = {ALL(ENTRY)};

static FILE *stream(int descriptor, const char *mode) {
  int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
  FILE *file = copy < 0 ? NULL : fdopen(copy, mode);
  if (file == NULL && copy >= 0) close(copy);
  return file;
}

static void set_up(cel_editor *editor, const char *terminal) {
  EditLine *line = editor->line;
  el_set(line, EL_CLIENTDATA, editor);
  if (terminal != NULL) el_set(line, EL_TERMINAL, terminal);
  // libedit's own handler signals the whole process group.
  el_set(line, EL_SIGNAL, 0);
  el_set(line, EL_EDITOR, "emacs");
  el_set(line, EL_PROMPT, no_prompt);
  el_set(line, EL_GETCFN, next_character);
}

cel_editor *cel_open(const char *program, const char *terminal, int input, int output,
                     cel_callbacks callbacks) {
  cel_editor *editor = calloc(1, sizeof *editor);
  if (editor == NULL) return NULL;
  editor->callbacks = callbacks;
  editor->input = stream(input, "r");
  editor->unseen = fopen("/dev/null", "we");
  editor->messages = stream(output, "w");
  if (editor->input && editor->unseen && editor->messages)
    editor->line = el_init_fd(program, editor->input, editor->unseen, editor->messages,
                              fileno(editor->input), fileno(editor->messages),
                              fileno(editor->messages));
  if (editor->line == NULL) {
    cel_close(editor);
    return NULL;
  }
  set_up(editor, terminal);
  return editor;
}

void cel_close(cel_editor *editor) {
  if (editor == NULL) return;
  if (editor->line) el_end(editor->line);
  if (editor->input) fclose(editor->input);
  if (editor->unseen) fclose(editor->unseen);
  if (editor->messages) fclose(editor->messages);
  free(editor);
}

int cel_source(cel_editor *editor, const char *path) { return el_source(editor->line, path); }

int cel_is_vi(cel_editor *editor) {
  const char *name = NULL;
  el_get(editor->line, EL_EDITOR, &name);
  return name != NULL && name[0] == 'v';
}

void cel_use_vi(cel_editor *editor, int on) {
  el_set(editor->line, EL_EDITOR, on ? "vi" : "emacs");
}

int cel_add_action(cel_editor *editor, int number, const char *name, const char *help) {
  if (number < 0 || number >= CEL_ACTIONS) return -1;
  return el_set(editor->line, EL_ADDFN, name, help, actions[number]);
}

int cel_bind(cel_editor *editor, const char *key, const char *function, int in_command_map) {
  if (in_command_map) return el_set(editor->line, EL_BIND, "-a", key, function, NULL);
  return el_set(editor->line, EL_BIND, key, function, NULL);
}

const wchar_t *cel_read(cel_editor *editor, int *length) { return el_wgets(editor->line, length); }

int cel_next(cel_editor *editor, wchar_t *character) { return el_wgetc(editor->line, character); }

const wchar_t *cel_text(cel_editor *editor, size_t *length, size_t *cursor) {
  const LineInfoW *info = el_wline(editor->line);
  *length = (size_t)(info->lastchar - info->buffer);
  *cursor = (size_t)(info->cursor - info->buffer);
  return info->buffer;
}

void cel_replace(cel_editor *editor, const wchar_t *text, size_t length, size_t cursor) {
  size_t old, at;
  cel_text(editor, &old, &at);
  el_cursor(editor->line, (int)(old - at));
  wchar_t *copy = length == 0 ? NULL : malloc((length + 1) * sizeof *copy);
  if (copy != NULL) {
    wmemcpy(copy, text, length);
    copy[length] = 0;
    el_wreplacestr(editor->line, copy);
    free(copy);
  } else if (length == 0) {
    // libedit refuses to replace by nothing.
    el_deletestr(editor->line, (int)old);
  }
  cel_text(editor, &old, &at);
  el_cursor(editor->line, (int)cursor - (int)at);
}

void cel_prepare(cel_editor *editor, int on) { el_set(editor->line, EL_PREP_TERM, on); }

int cel_set_locale(void) {
  // Only this category: the others would change decimal points.
  setlocale(LC_CTYPE, "");
  if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
  return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}
