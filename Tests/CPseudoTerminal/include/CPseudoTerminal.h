// Starts a program on a pseudo-terminal of its own, as a terminal emulator does.

#ifndef CPSEUDOTERMINAL_H
#define CPSEUDOTERMINAL_H

#include <stdint.h>
#include <sys/types.h>

/// A started program and the emulator's end of its terminal; `terminal` is -1 when that failed.
typedef struct {
    int terminal;
    pid_t process;
} CPseudoTerminal;

/// The first of `arguments` is the program's path; both lists end with null.
CPseudoTerminal cpseudoterminal_start(
    char *const *arguments, char *const *environment, uint16_t rows, uint16_t columns
);

/// Changes the window's size, which the program learns by SIGWINCH.
int cpseudoterminal_resize(int terminal, uint16_t rows, uint16_t columns);

/// Whether the terminal is in line mode (1) or in the raw mode of an editor (0); -1 when not known.
int cpseudoterminal_is_line_mode(int terminal);

/// The exit status (128 plus the signal when killed), or -1 while the program runs.
int cpseudoterminal_status(pid_t process);

/// Gives this process a UTF-8 character type, once, so that widths are those of a UTF-8 terminal.
void cpseudoterminal_use_utf8_locale(void);

/// The columns of a code point on such a terminal, -1 when it cannot be printed.
int cpseudoterminal_width(uint32_t scalar);

#endif
