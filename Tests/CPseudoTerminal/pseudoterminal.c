#define _GNU_SOURCE
#define _DARWIN_C_SOURCE
#include "CPseudoTerminal.h"

#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

int cpseudoterminal_resize(int terminal, uint16_t rows, uint16_t columns) {
    struct winsize size;
    memset(&size, 0, sizeof(size));
    size.ws_row = rows;
    size.ws_col = columns;
    return ioctl(terminal, TIOCSWINSZ, &size);
}

// Only calls that are safe between fork and exec.
static void become_program(int slave, char *const *arguments, char *const *environment) {
    setsid();
    ioctl(slave, TIOCSCTTY, 0);
    dup2(slave, 0);
    dup2(slave, 1);
    dup2(slave, 2);
    if (slave > 2) {
        close(slave);
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int number = 1; number < 32; number++) {
        signal(number, SIG_DFL);
    }
    execve(arguments[0], arguments, environment);
    _exit(127);
}

CPseudoTerminal cpseudoterminal_start(
    char *const *arguments, char *const *environment, uint16_t rows, uint16_t columns
) {
    CPseudoTerminal result = {.terminal = -1, .process = -1};
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master < 0) {
        return result;
    }
    const char *name = NULL;
    if (grantpt(master) == 0 && unlockpt(master) == 0) {
        name = ptsname(master);
    }
    int slave = name == NULL ? -1 : open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (slave < 0) {
        close(master);
        return result;
    }
    cpseudoterminal_resize(master, rows, columns);
    fcntl(master, F_SETFL, fcntl(master, F_GETFL) | O_NONBLOCK);
    pid_t process = fork();
    if (process == 0) {
        become_program(slave, arguments, environment);
    }
    close(slave);
    if (process < 0) {
        close(master);
        return result;
    }
    result.terminal = master;
    result.process = process;
    return result;
}

int cpseudoterminal_is_line_mode(int terminal) {
    struct termios modes;
    if (tcgetattr(terminal, &modes) != 0) {
        return -1;
    }
    return (modes.c_lflag & ICANON) != 0 && (modes.c_lflag & ISIG) != 0 && (modes.c_lflag & ECHO) != 0;
}

int cpseudoterminal_status(pid_t process) {
    int status = 0;
    if (waitpid(process, &status, WNOHANG) != process) {
        return -1;
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void use_utf8_locale(void) {
    if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
        setlocale(LC_CTYPE, "en_US.UTF-8");
    }
}

void cpseudoterminal_use_utf8_locale(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, use_utf8_locale);
}

int cpseudoterminal_width(uint32_t scalar) {
    return wcwidth((wchar_t)scalar);
}
