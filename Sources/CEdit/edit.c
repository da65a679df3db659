// libedit's variadic operations as plain functions. A session (CEdit) carries the Swift side's pointer and its two
// callbacks; libedit's own callbacks find the session through its client data.

#include "CEdit.h"

#include <histedit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

_Static_assert(sizeof(wchar_t) == sizeof(int32_t), "libedit's text is passed as int32_t");

const int32_t CEDIT_KEEP_READING = CC_REFRESH;
const int32_t CEDIT_KEEP_COUNT = CC_ARGHACK;
const int32_t CEDIT_END_OF_LINE = CC_EOF;

struct CEdit {
    EditLine *line;
    HistoryW *history;
    FILE *nowhere_in;
    FILE *nowhere_out;
    void *context;
    CEditReadKey read;
    CEditRunCommand run;
};

typedef unsigned char (*Command)(EditLine *, wint_t);

static CEdit *session_of(EditLine *line) {
    void *data = NULL;
    el_wget(line, EL_CLIENTDATA, &data);
    return data;
}

static int read_key(EditLine *line, wchar_t *key) {
    CEdit *edit = session_of(line);
    int32_t code = edit->read(edit->context);
    *key = (wchar_t)code;
    return code > 0 ? 1 : 0;
}

static unsigned char run_command(EditLine *line, int32_t index) {
    CEdit *edit = session_of(line);
    return (unsigned char)edit->run(edit->context, index);
}

// libedit tells a command nothing but the key, so each one needs a function of its own.
#define COMMAND(n) \
    static unsigned char command_##n(EditLine *line, wint_t key) { \
        (void)key; \
        return run_command(line, n); \
    }
#define EACH_COMMAND(f) \
    f(0) f(1) f(2) f(3) f(4) f(5) f(6) f(7) f(8) f(9) f(10) f(11) f(12) f(13) f(14) f(15) \
    f(16) f(17) f(18) f(19) f(20) f(21) f(22) f(23) f(24) f(25) f(26) f(27) f(28) f(29) f(30) f(31) \
    f(32) f(33) f(34) f(35) f(36) f(37) f(38) f(39) f(40) f(41)
EACH_COMMAND(COMMAND)

#define COMMAND_ENTRY(n) command_##n,
static const Command commands[CEDIT_COMMAND_LIMIT] = {EACH_COMMAND(COMMAND_ENTRY)};

CEdit *cedit_open(const char *program, int input, int output, void *context, CEditReadKey read, CEditRunCommand run) {
    CEdit *edit = calloc(1, sizeof(*edit));
    if (edit == NULL) {
        return NULL;
    }
    edit->context = context;
    edit->read = read;
    edit->run = run;
    edit->nowhere_in = fopen("/dev/null", "re");
    edit->nowhere_out = fopen("/dev/null", "we");
    if (edit->nowhere_in != NULL && edit->nowhere_out != NULL) {
        // The descriptors are the terminal's (modes, size), the streams are not: nothing that libedit draws is seen.
        edit->line = el_init_fd(
            program, edit->nowhere_in, edit->nowhere_out, edit->nowhere_out, input, output, output
        );
    }
    edit->history = history_winit();
    if (edit->line == NULL || edit->history == NULL) {
        cedit_close(edit);
        return NULL;
    }
    el_wset(edit->line, EL_CLIENTDATA, (void *)edit);
    el_wset(edit->line, EL_SIGNAL, 0);
    el_set(edit->line, EL_EDITOR, "emacs");
    el_wset(edit->line, EL_GETCFN, read_key);
    el_wset(edit->line, EL_HIST, history_w, edit->history);
    return edit;
}

void cedit_close(CEdit *edit) {
    if (edit->line != NULL) {
        el_end(edit->line);
    }
    if (edit->history != NULL) {
        history_wend(edit->history);
    }
    if (edit->nowhere_in != NULL) {
        fclose(edit->nowhere_in);
    }
    if (edit->nowhere_out != NULL) {
        fclose(edit->nowhere_out);
    }
    free(edit);
}

bool cedit_add_command(CEdit *edit, int32_t index, const char *name) {
    if (index < 0 || index >= CEDIT_COMMAND_LIMIT) {
        return false;
    }
    return el_set(edit->line, EL_ADDFN, name, name, commands[index]) == 0;
}

bool cedit_bind(CEdit *edit, bool alternative, const char *keys, const char *name) {
    if (alternative) {
        return el_set(edit->line, EL_BIND, "-a", keys, name, NULL) == 0;
    }
    return el_set(edit->line, EL_BIND, keys, name, NULL) == 0;
}

bool cedit_set_terminal_mode(CEdit *edit, const char *mode) {
    return el_set(edit->line, EL_SETTY, "-d", mode, NULL) == 0;
}

int cedit_obey(CEdit *edit, const char *line) {
    Tokenizer *tokenizer = tok_init(NULL);
    if (tokenizer == NULL) {
        return -1;
    }
    int count = 0;
    const char **words = NULL;
    int result = tok_str(tokenizer, line, &count, &words);
    if (result == 0 && count > 0) {
        result = el_parse(edit->line, count, words);
    }
    tok_end(tokenizer);
    return result;
}

bool cedit_uses_vi(CEdit *edit) {
    const wchar_t *name = NULL;
    return el_wget(edit->line, EL_EDITOR, &name) == 0 && name != NULL && wcscmp(name, L"vi") == 0;
}

void cedit_prepare_terminal(CEdit *edit, bool editing) {
    el_wset(edit->line, EL_PREP_TERM, editing ? 1 : 0);
}

void cedit_resize(CEdit *edit) {
    el_resize(edit->line);
}

int cedit_read_line(CEdit *edit) {
    int count = 0;
    const wchar_t *text = el_wgets(edit->line, &count);
    return text == NULL ? -1 : count;
}

CEditText cedit_text(CEdit *edit) {
    const LineInfoW *info = el_wline(edit->line);
    CEditText text = {
        .scalars = (const int32_t *)info->buffer,
        .count = (int32_t)(info->lastchar - info->buffer),
        .cursor = (int32_t)(info->cursor - info->buffer),
    };
    return text;
}

bool cedit_insert(CEdit *edit, const int32_t *text) {
    return el_winsertstr(edit->line, (const wchar_t *)text) == 0;
}

// Not with el_deletestr, which puts whatever it deletes where vi's `p` finds it, in place of what a command has deleted.
// What el_wline tells of is the buffer itself, in all versions.
void cedit_delete_before(CEdit *edit, int32_t count) {
    LineInfoW *info = (LineInfoW *)el_wline(edit->line);
    if (count <= 0 || count > info->cursor - info->buffer) {
        return;
    }
    size_t rest = (size_t)(info->lastchar - info->cursor);
    wmemmove((wchar_t *)info->cursor - count, info->cursor, rest);
    info->cursor -= count;
    info->lastchar -= count;
}

void cedit_clear(CEdit *edit) {
    CEditText text = cedit_text(edit);
    el_cursor(edit->line, text.count - text.cursor);
    cedit_delete_before(edit, text.count);
}

void cedit_move(CEdit *edit, int32_t distance) {
    el_cursor(edit->line, distance);
}

void cedit_remember(CEdit *edit, const int32_t *text) {
    HistEventW event;
    history_w(edit->history, &event, H_ENTER, (const wchar_t *)text);
}

void cedit_limit_history(CEdit *edit, int32_t count) {
    HistEventW event;
    history_w(edit->history, &event, H_SETSIZE, (int)count);
}
