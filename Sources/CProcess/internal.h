#pragma once

/// Puts the terminal back into the mode it was found in; async-signal-safe.
void cpr_restore_terminal(void);
/// Leaves the terminal to the calling shell, stops, and takes it back; async-signal-safe.
void cpr_stop(void);
/// Whether a line is being edited or another program has the terminal.
int cpr_terminal_is_busy(void);
/// Writes a line about a signal where the person looks; async-signal-safe.
void cpr_tell(const char *line);
/// Readable when a signal came; -1 where there is none.
int cpr_wake_descriptor(void);
