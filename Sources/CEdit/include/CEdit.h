// The part of libedit, the C library and the signal interface that Swift cannot call by itself.
//
// libedit's el_set, el_get and history_w take variable arguments, which Swift does not import, and Swift takes wchar_t
// for Unicode.Scalar, which not every value is. So each operation has a typed function here and text is int32_t.
// libedit draws into /dev/null: the Swift side paints the line itself and uses libedit for key maps and the edit buffer.

#ifndef CEDIT_H
#define CEDIT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/// One libedit with its history: made, used and closed on one thread.
typedef struct CEdit CEdit;

/// Gives the next key: a code point, or 0 when there are no more and the line ends unfinished.
typedef int32_t (*CEditReadKey)(void *context);

/// Runs one of the added commands; the answer is one of the CEDIT_ results.
typedef int32_t (*CEditRunCommand)(void *context, int32_t command);

enum {
    CEDIT_COMMAND_LIMIT = 42,
};

/// What a command tells libedit to do next.
extern const int32_t CEDIT_KEEP_READING;
/// As that, and the next command gets the count and vi's operator that were meant for this one.
extern const int32_t CEDIT_KEEP_COUNT;
extern const int32_t CEDIT_END_OF_LINE;

/// Opens libedit on a terminal, null when that fails. `program` names it in the user's editrc.
CEdit *cedit_open(const char *program, int input, int output, void *context, CEditReadKey read, CEditRunCommand run);
void cedit_close(CEdit *edit);

/// Makes command `index` known under `name` for key bindings.
bool cedit_add_command(CEdit *edit, int32_t index, const char *name);
/// Binds a key sequence in libedit's notation, in vi's command map when `alternative`.
bool cedit_bind(CEdit *edit, bool alternative, const char *keys, const char *name);
/// Sets one word of terminal modes for editing, such as "-isig".
bool cedit_set_terminal_mode(CEdit *edit, const char *mode);
/// Obeys one line of an editrc: 0 when fine (also when it is meant for another program).
int cedit_obey(CEdit *edit, const char *line);
bool cedit_uses_vi(CEdit *edit);

/// Puts the terminal into editing mode, or back into the mode that it had.
void cedit_prepare_terminal(CEdit *edit, bool editing);
void cedit_resize(CEdit *edit);

/// Reads a line, returning its length without a line end, or -1 when reading ended without one.
int cedit_read_line(CEdit *edit);

/// The edit buffer; valid until the next change.
typedef struct {
    const int32_t *scalars;
    int32_t count;
    int32_t cursor;
} CEditText;
CEditText cedit_text(CEdit *edit);

/// Inserts zero-terminated text at the cursor.
bool cedit_insert(CEdit *edit, const int32_t *text);
/// Deletes before the cursor; libedit's own memory of what was deleted last stays as it is.
void cedit_delete_before(CEdit *edit, int32_t count);
/// Deletes everything.
void cedit_clear(CEdit *edit);
void cedit_move(CEdit *edit, int32_t distance);

/// Adds zero-terminated text to the history that libedit's own searches look in.
void cedit_remember(CEdit *edit, const int32_t *text);
void cedit_limit_history(CEdit *edit, int32_t count);

/// Makes LC_CTYPE a UTF-8 locale, whatever the environment says; false when the system has none.
bool cedit_use_utf8_locale(void);

/// The terminal's size; 24 by 80 when it is not known.
void cedit_window_size(int terminal, int32_t *rows, int32_t *columns);
/// Remembers the terminal's present modes, to be restored if the process exits while a line is edited.
void cedit_guard_terminal(int terminal);
/// Forgets them: the terminal has been put back in order.
void cedit_release_terminal(void);
/// Restores them, and those that a program in the foreground may have changed, and ends the process at once.
_Noreturn void cedit_restore_terminal_and_exit(int status);
/// Drops what has been typed and not read.
void cedit_discard_input(int terminal);
/// Surrounds changes of the modes, so that none comes after the restoration at exit.
void cedit_lock_terminal(void);
void cedit_unlock_terminal(void);

/// Sends `signal` as one byte to `pipe` from now on. False when the process was told to ignore it.
bool cedit_watch_signal(int signal, int pipe);
/// Lets `signal` do what it does by default.
void cedit_unwatch_signal(int signal);
/// Leaves Ctrl-C and Ctrl-\ to the program in the foreground, which we wait for, until all such holds are released.
/// The terminal's modes are put back then, and when the process exits before; never from the background.
void cedit_hold_interrupts(void);
void cedit_release_interrupts(void);
/// Stops this process and those that it shares a terminal with, as Ctrl-Z does.
void cedit_stop_process_group(void);

#endif
