// Terminals and signals are not part of plain C, and have to be asked for before the first header.
#define _GNU_SOURCE
#define _DARWIN_C_SOURCE
#include "CEdit.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

bool cedit_use_utf8_locale(void) {
    static const char *const names[] = {"", "C.UTF-8", "en_US.UTF-8", "UTF-8"};
    for (size_t index = 0; index < sizeof(names) / sizeof(names[0]); index++) {
        if (setlocale(LC_CTYPE, names[index]) != NULL && strcmp(nl_langinfo(CODESET), "UTF-8") == 0) {
            return true;
        }
    }
    return false;
}

void cedit_window_size(int terminal, int32_t *rows, int32_t *columns) {
    struct winsize size;
    memset(&size, 0, sizeof(size));
    int known = ioctl(terminal, TIOCGWINSZ, &size) == 0;
    *rows = known && size.ws_row > 0 ? size.ws_row : 24;
    *columns = known && size.ws_col > 1 ? size.ws_col : 80;
}

static struct termios guarded_modes;
static _Atomic int guarded_terminal = -1;

static pthread_mutex_t terminal_lock = PTHREAD_MUTEX_INITIALIZER;

void cedit_lock_terminal(void) {
    pthread_mutex_lock(&terminal_lock);
}

void cedit_unlock_terminal(void) {
    pthread_mutex_unlock(&terminal_lock);
}

// The modes that a program in the foreground found, while there is one.
static struct termios held_modes;
static _Atomic bool holds_modes;

// A job in the background would take the terminal from whoever has it.
static bool is_in_foreground(void) {
    return tcgetpgrp(STDIN_FILENO) == getpgrp();
}

static void restore_held_modes(void) {
    if (atomic_exchange(&holds_modes, false) && is_in_foreground()) {
        tcsetattr(STDIN_FILENO, TCSANOW, &held_modes);
    }
}

// Keeps the lock: from here on no other thread may change the terminal again before the process is gone.
static void restore_at_exit(void) {
    pthread_mutex_lock(&terminal_lock);
    restore_held_modes();
    int terminal = atomic_exchange(&guarded_terminal, -1);
    if (terminal < 0) {
        return;
    }
    static const char paste_off[] = "\033[?2004l\r\n";
    ssize_t written = write(terminal, paste_off, sizeof(paste_off) - 1);
    (void)written;
    tcsetattr(terminal, TCSANOW, &guarded_modes);
}

static void register_restoration(void) {
    static _Atomic bool registered;
    if (!atomic_exchange(&registered, true)) {
        atexit(restore_at_exit);
    }
}

void cedit_restore_terminal_and_exit(int status) {
    restore_at_exit();
    _exit(status);
}

void cedit_guard_terminal(int terminal) {
    if (tcgetattr(terminal, &guarded_modes) != 0) {
        return;
    }
    atomic_store(&guarded_terminal, terminal);
    register_restoration();
}

void cedit_discard_input(int terminal) {
    tcflush(terminal, TCIFLUSH);
}

void cedit_release_terminal(void) {
    atomic_store(&guarded_terminal, -1);
}

static _Atomic int signal_pipe = -1;

static void forward_signal(int signal) {
    int saved = errno;
    unsigned char byte = (unsigned char)signal;
    ssize_t written = write(atomic_load(&signal_pipe), &byte, 1);
    (void)written;
    errno = saved;
}

// While a program in the foreground has Ctrl-C and Ctrl-\ to itself, both are ignored here, and whoever changes what
// they do changes what they will do afterwards.
static pthread_mutex_t signal_lock = PTHREAD_MUTEX_INITIALIZER;
static const int held_signals[] = {SIGINT, SIGQUIT};
enum { HELD_SIGNAL_COUNT = sizeof(held_signals) / sizeof(held_signals[0]) };
static struct sigaction held_actions[HELD_SIGNAL_COUNT];
static int hold_count;

static struct sigaction *held_action(int signal) {
    for (int index = 0; hold_count > 0 && index < HELD_SIGNAL_COUNT; index++) {
        if (held_signals[index] == signal) {
            return &held_actions[index];
        }
    }
    return NULL;
}

static bool get_action(int signal, struct sigaction *action) {
    struct sigaction *held = held_action(signal);
    if (held != NULL) {
        *action = *held;
        return true;
    }
    return sigaction(signal, NULL, action) == 0;
}

static bool set_action(int signal, const struct sigaction *action) {
    struct sigaction *held = held_action(signal);
    if (held != NULL) {
        *held = *action;
        return true;
    }
    return sigaction(signal, action, NULL) == 0;
}

static struct sigaction plain_action(void (*handler)(int)) {
    struct sigaction action;
    memset(&action, 0, sizeof(action));
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    return action;
}

bool cedit_watch_signal(int signal, int pipe) {
    atomic_store(&signal_pipe, pipe);
    pthread_mutex_lock(&signal_lock);
    struct sigaction old;
    bool is_ignored = get_action(signal, &old) && (old.sa_flags & SA_SIGINFO) == 0 && old.sa_handler == SIG_IGN;
    struct sigaction action = plain_action(forward_signal);
    bool is_watched = !is_ignored && set_action(signal, &action);
    pthread_mutex_unlock(&signal_lock);
    return is_watched;
}

void cedit_unwatch_signal(int signal) {
    pthread_mutex_lock(&signal_lock);
    struct sigaction action;
    if (get_action(signal, &action) && action.sa_handler == forward_signal) {
        action = plain_action(SIG_DFL);
        set_action(signal, &action);
    }
    pthread_mutex_unlock(&signal_lock);
}

void cedit_hold_interrupts(void) {
    pthread_mutex_lock(&signal_lock);
    if (hold_count == 0) {
        struct sigaction ignored = plain_action(SIG_IGN);
        for (int index = 0; index < HELD_SIGNAL_COUNT; index++) {
            sigaction(held_signals[index], &ignored, &held_actions[index]);
        }
        register_restoration();
        atomic_store(&holds_modes, is_in_foreground() && tcgetattr(STDIN_FILENO, &held_modes) == 0);
    }
    hold_count++;
    pthread_mutex_unlock(&signal_lock);
}

void cedit_release_interrupts(void) {
    pthread_mutex_lock(&signal_lock);
    hold_count--;
    if (hold_count == 0) {
        restore_held_modes();
        for (int index = 0; index < HELD_SIGNAL_COUNT; index++) {
            sigaction(held_signals[index], &held_actions[index], NULL);
        }
    }
    pthread_mutex_unlock(&signal_lock);
}

void cedit_stop_process_group(void) {
    kill(0, SIGTSTP);
}
