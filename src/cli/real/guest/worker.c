/* A process of the scenario: it waits for an order, makes the system call, answers. */
#include "guest.h"

struct region { char name[NAME]; char *at; size_t bytes; };
static struct region regions[REGIONS]; /* inherited by fork, gone with exec */
static sigjmp_buf after_fault;
static char vfork_stack[8][32768] __attribute__((aligned(16)));
static volatile int vforks;
/* So that the image is as large as the one that the standard recordings were made with: 1424 kB, 708 kB of it promised. */
char filler[PAD_BSS] __attribute__((used));
#if PAD_TEXT > 0
const char text_filler[PAD_TEXT] __attribute__((used)) = {1};
#endif

extern char **environ;

void set_name(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }
long number(const char *text) { return strtol(text, 0, 10); }

static struct region *named(const char *name) {
  for (int i = 0; i < REGIONS; i++)
    if (regions[i].at && !strcmp(regions[i].name, name)) return &regions[i];
  return 0;
}

static void remember(const char *name, char *at, size_t bytes) {
  struct region *r = named(name);
  for (int i = 0; !r && i < REGIONS; i++)
    if (!regions[i].at) r = &regions[i];
  if (!r) return;
  snprintf(r->name, sizeof r->name, "%s", name);
  r->at = at;
  r->bytes = bytes;
}

static int prot_of(const char *text) {
  int prot = 0;
  for (; *text; text++) prot |= *text == 'r' ? PROT_READ : *text == 'w' ? PROT_WRITE : *text == 'x' ? PROT_EXEC : 0;
  return prot;
}

static long do_mmap(const struct order *o) {
  const char *how = o->arg[3];
  int flags = MAP_ANONYMOUS | (strchr(how, 's') ? MAP_SHARED : MAP_PRIVATE);
  if (strchr(how, 'n')) flags |= MAP_NORESERVE;
  if (strchr(how, 'p')) flags |= MAP_POPULATE;
  if (strchr(how, 'l')) flags |= MAP_LOCKED;
  char *at = mmap(0, number(o->arg[1]), prot_of(o->arg[2]), flags, -1, 0);
  if (at == MAP_FAILED) return -1;
  remember(o->arg[0], at, number(o->arg[1]));
  return 0;
}

static long do_munmap(const struct order *o, struct region *r) {
  size_t from = number(o->arg[1]), bytes = o->arg[2][0] ? (size_t)number(o->arg[2]) : r->bytes - from;
  if (munmap(r->at + from, bytes)) return -1;
  if (from == 0 && bytes == r->bytes) r->at = 0;
  return 0;
}

static long do_mremap(const struct order *o, struct region *r) {
  char *at = mremap(r->at, r->bytes, number(o->arg[1]), MREMAP_MAYMOVE);
  if (at == MAP_FAILED) return -1;
  r->at = at;
  r->bytes = number(o->arg[1]);
  return 0;
}

static long do_madvise(const struct order *o, struct region *r) {
  static const struct { const char *name; int advice; } known[] = {
      {"dontneed", MADV_DONTNEED}, {"free", MADV_FREE},   {"dontfork", MADV_DONTFORK},
      {"dofork", MADV_DOFORK},     {"pageout", 21},       {"wipeonfork", MADV_WIPEONFORK}};
  size_t from = number(o->arg[2]), bytes = o->arg[3][0] ? (size_t)number(o->arg[3]) : r->bytes - from;
  for (unsigned i = 0; i < sizeof known / sizeof *known; i++)
    if (!strcmp(known[i].name, o->arg[1])) return madvise(r->at + from, bytes, known[i].advice);
  errno = EINVAL;
  return -1;
}

static long do_brk(const struct order *o) {
  char *want = (char *)sbrk(0) + number(o->arg[0]);
  return brk(want);
}

static void on_fault(int signal) { siglongjmp(after_fault, signal); }

/* One byte in each page, in order, wherever that leads. */
static long do_touch(const struct order *o, struct region *r, int slot) {
  size_t from = number(o->arg[1]), bytes = o->arg[2][0] ? (size_t)number(o->arg[2]) : r->bytes - from;
  struct sigaction catching = {.sa_handler = on_fault, .sa_flags = SA_NODEFER}, segv, bus;
  sigaction(SIGSEGV, &catching, &segv);
  sigaction(SIGBUS, &catching, &bus);
  int signal = sigsetjmp(after_fault, 1);
  if (!signal)
    for (size_t i = 0; i < bytes; i += PAGE) {
      volatile char *at = r->at + from + i;
      if (o->arg[3][0] == 'w') *at = (char)(i / PAGE + slot + 1);
      else (void)*at;
      progress[slot]++;
    }
  sigaction(SIGSEGV, &segv, 0);
  sigaction(SIGBUS, &bus, 0);
  return signal ? RAISED(signal) : 0;
}

static long do_fork(const struct order *o) {
  pid_t child = fork();
  if (child) return child < 0 ? -1 : 0;
  set_name(o->arg[1]);
  work(number(o->arg[0]));
  _exit(0);
}

static int in_vfork(void *slot) {
  work((int)(intptr_t)slot);
  _exit(0);
}

static long do_vfork(const struct order *o) {
  char *top = vfork_stack[vforks++ & 7] + sizeof vfork_stack[0];
  pid_t child = clone(in_vfork, top, CLONE_VM | CLONE_VFORK | SIGCHLD, (void *)(intptr_t)number(o->arg[0]));
  vforks--;
  return child < 0 ? -1 : 0;
}

static long do_posix_spawn(const struct order *o) {
  char *argv[] = {"worker", (char *)o->arg[0], (char *)o->arg[1], 0};
  pid_t child;
  errno = posix_spawn(&child, "/init", 0, 0, argv, environ);
  return errno ? -1 : 0;
}

static long do_exec(const struct order *o, int slot) {
  char digits[8], own[17] = "";
  snprintf(digits, sizeof digits, "%d", slot);
  prctl(PR_GET_NAME, own, 0, 0, 0);
  char *argv[] = {"worker", digits, o->arg[0][0] ? (char *)o->arg[0] : own, 0};
  execve("/init", argv, environ);
  return -1;
}

static long do_rlimit(const struct order *o) {
  static const struct { const char *name; int what; } known[] = {{"as", RLIMIT_AS}, {"data", RLIMIT_DATA},
      {"stack", RLIMIT_STACK}, {"memlock", RLIMIT_MEMLOCK}, {"nproc", RLIMIT_NPROC}};
  struct rlimit limit = {number(o->arg[1]), number(o->arg[1])};
  for (unsigned i = 0; i < sizeof known / sizeof *known; i++)
    if (!strcmp(known[i].name, o->arg[0])) return setrlimit(known[i].what, &limit);
  errno = EINVAL;
  return -1;
}

/* -1 = errno says why; more than 0 = a result of its own. */
static long carry_out(const struct order *o, int slot) {
  const char *op = o->op;
  if (!strcmp(op, "mmap")) return do_mmap(o);
  if (!strcmp(op, "brk")) return do_brk(o);
  if (!strcmp(op, "fork")) return do_fork(o);
  if (!strcmp(op, "vfork")) return do_vfork(o);
  if (!strcmp(op, "posix_spawn")) return do_posix_spawn(o);
  if (!strcmp(op, "exec")) return do_exec(o, slot);
  if (!strcmp(op, "rlimit")) return do_rlimit(o);
  if (!strcmp(op, "exit")) _exit(number(o->arg[0]));
  progress[slot] = 0;
  struct region *r = named(o->arg[0]);
  errno = r ? ENOSYS : EINVAL;
  if (!r) return -1;
  if (!strcmp(op, "touch")) return do_touch(o, r, slot);
  if (!strcmp(op, "munmap")) return do_munmap(o, r);
  if (!strcmp(op, "mprotect")) return mprotect(r->at, r->bytes, prot_of(o->arg[1]));
  if (!strcmp(op, "mremap")) return do_mremap(o, r);
  if (!strcmp(op, "madvise")) return do_madvise(o, r);
  if (!strcmp(op, "mlock")) return mlock(r->at, r->bytes);
  return -1;
}

/* Never returns, but by the death of its process. A forked child goes on in here, from inside do_fork. */
void work(int slot) {
  int fd = FD_BASE + 2 * slot + 1;
  struct answer ready = {.pid = getpid()};
  if (write(fd, &ready, sizeof ready) < 0) _exit(9);
  for (;;) {
    struct order o;
    struct answer a = {0};
    if (read(fd, &o, sizeof o) != sizeof o) _exit(9);
    errno = 0;
    long done = carry_out(&o, slot);
    a.error = done < 0 ? errno : done;
    a.pages = strcmp(o.op, "touch") ? 0 : progress[slot];
    a.pid = getpid();
    if (write(fd, &a, sizeof a) < 0) _exit(9);
  }
}
