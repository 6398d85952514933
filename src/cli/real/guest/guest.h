/*
 * A tiny Linux's only program. As PID 1 (controller.c) it reads /scenario, lets workers carry out one line after the other,
 * and prints one JSON object a line (report.c). As a worker (worker.c) it does what it is told and answers.
 */
#ifndef GUEST_H
#define GUEST_H
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#define SLOTS 48     /* processes at one time */
#define REGIONS 40   /* names of a process */
#define FD_BASE 100  /* of slot i: the controller's end FD_BASE + 2i, the worker's one more */
#define FD_PROGRESS 90
#define PAGE 4096UL
#define ARGS 5
#define NAME 40

/* Results beyond errno. */
#define KILLED 1000           /* the acting process died before it could answer */
#define RAISED(signal) (1000 + (signal))
#define NO_SLOT 2000          /* more processes than this program can hold */

struct order { char op[16]; char arg[ARGS][NAME]; };
struct answer { long error; long pages; int pid; };

/* Pages that a touch has got through so far, by slot; shared by all, so that it can be read of a process that was killed. */
extern volatile unsigned long *progress;

void map_progress(void);
void set_name(const char *name);
void work(int slot);
long number(const char *text);
void report(int step, long error, long pages, char died[][NAME], int deaths);

struct process { char name[NAME]; int pid, pidfd, is_live, waits_for; };
extern struct process table[SLOTS];
extern int kernel_log;
#endif
