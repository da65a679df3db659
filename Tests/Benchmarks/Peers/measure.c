// measure DESCRIPTOR PROGRAM…: runs a program and writes to a descriptor what it took: wall seconds, CPU seconds,
// peak kilobytes, exit status.
//
// A program of its own, and this small: the system counts the memory of whoever starts a process as the process's own
// peak, so that a measuring Python would add its own to everything it measures.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int count, char **arguments) {
  if (count < 3) return 125;
  int figures = atoi(arguments[1]);
  fcntl(figures, F_SETFD, FD_CLOEXEC);
  double start = now();
  pid_t process = vfork();
  if (process < 0) return 125;
  if (process == 0) {
    execvp(arguments[2], arguments + 2);
    _exit(127);
  }
  int status;
  struct rusage usage;
  if (wait4(process, &status, 0, &usage) < 0) return 125;
  double wall = now() - start;
  double cpu = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
#ifdef __APPLE__
  long peak = usage.ru_maxrss / 1024;
#else
  long peak = usage.ru_maxrss;
#endif
  dprintf(figures, "%.6f %.6f %ld %d\n", wall, cpu, peak, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
  return 0;
}
