import Testing

/// What waits for keys, lines and signals, one at a time: signals are those of the whole process.
@Suite(.serialized) enum TerminalInputTests {}
