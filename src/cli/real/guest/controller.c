/* PID 1: root, locked in memory, never a victim. It reads the scenario and has it carried out, one line at a time. */
#include "guest.h"

#define PATIENCE_MS 60000

volatile unsigned long *progress;
struct process table[SLOTS];
int kernel_log;

struct line { char *word[ARGS + 3]; int count; };

static int slot_of(const char *name) {
  for (int i = 0; i < SLOTS; i++)
    if (table[i].is_live && !strcmp(table[i].name, name)) return i;
  return -1;
}

static int free_slot(void) {
  for (int i = 0; i < SLOTS; i++)
    if (!table[i].is_live) return i;
  return -1;
}

static void enter(const char *name, int pid, int slot) {
  struct process *p = &table[slot];
  snprintf(p->name, sizeof p->name, "%s", name);
  p->pid = pid;
  p->is_live = 1;
  p->waits_for = -1;
  p->pidfd = syscall(SYS_pidfd_open, pid, 0);
}

/* 0 = an answer, KILLED = the process has ended, ETIMEDOUT = neither. */
static long await(int slot, struct answer *a) {
  struct pollfd ready[2] = {{FD_BASE + 2 * slot, POLLIN, 0}, {table[slot].pidfd, POLLIN, 0}};
  if (poll(ready, table[slot].pidfd >= 0 ? 2 : 1, PATIENCE_MS) == 0) return ETIMEDOUT;
  if (ready[0].revents & POLLIN) return read(FD_BASE + 2 * slot, a, sizeof *a) == sizeof *a ? 0 : KILLED;
  return KILLED;
}

/* The parent that waits for this vfork child goes on, and answers. */
static void resume_parent(int child) {
  for (int i = 0; i < SLOTS; i++)
    if (table[i].is_live && table[i].waits_for == child) {
      struct answer late;
      table[i].waits_for = -1;
      await(i, &late);
    }
}

static int collect_deaths(char died[][NAME]) {
  int count = 0;
  usleep(2000);
  while (waitpid(-1, 0, WNOHANG) > 0) {}
  for (int i = 0; i < SLOTS; i++) {
    struct pollfd ended = {table[i].pidfd, POLLIN, 0};
    if (!table[i].is_live || table[i].pidfd < 0 || poll(&ended, 1, 0) != 1) continue;
    strcpy(died[count++], table[i].name);
    table[i].is_live = 0;
    close(table[i].pidfd);
    struct answer a;
    struct order o;
    while (recv(FD_BASE + 2 * i, &a, sizeof a, MSG_DONTWAIT) > 0) {}
    while (recv(FD_BASE + 2 * i + 1, &o, sizeof o, MSG_DONTWAIT) > 0) {}
    resume_parent(i);
  }
  return count;
}

static long put(const char *path, const char *value) {
  int fd = open(path, O_WRONLY);
  if (fd < 0) return errno;
  long error = write(fd, value, strlen(value)) < 0 ? errno : 0;
  close(fd);
  return error;
}

static long of_process(const char *name, const char *file, const char *value) {
  int slot = slot_of(name);
  char path[96];
  if (slot < 0) return ESRCH;
  snprintf(path, sizeof path, "/proc/%d/%s", table[slot].pid, file);
  return put(path, value);
}

static long spawn(const struct line *l) {
  int slot = free_slot();
  if (slot_of(l->word[1]) >= 0) return EEXIST; /* the lab language's own rule, as of births below */
  if (slot < 0) return NO_SLOT;
  pid_t child = fork();
  if (child < 0) return errno;
  if (!child) {
    char digits[8];
    int uid = number(l->word[2]);
    snprintf(digits, sizeof digits, "%d", slot);
    char *argv[] = {"worker", digits, l->word[1], 0}, *none[] = {0};
    munlockall();
    if (uid && (setresgid(uid, uid, uid) || setresuid(uid, uid, uid))) _exit(126);
    execve("/init", argv, none);
    _exit(127);
  }
  struct answer ready;
  enter(l->word[1], child, slot);
  return await(slot, &ready) ? ESRCH : 0;
}

static long signal_process(const struct line *l) {
  int slot = slot_of(l->word[1]), which = number(l->word[2]);
  if (slot < 0) return ESRCH;
  if (kill(table[slot].pid, which)) return errno;
  struct pollfd ended = {table[slot].pidfd, POLLIN, 0};
  poll(&ended, 1, which == SIGCONT || which == SIGSTOP ? 100 : 2000);
  return 0;
}

static long join_group(const struct line *l) {
  int slot = slot_of(l->word[1]);
  char path[96], digits[16];
  if (slot < 0) return ESRCH;
  snprintf(path, sizeof path, "/cg/%s/cgroup.procs", l->word[2]);
  snprintf(digits, sizeof digits, "%d", table[slot].pid);
  return put(path, digits);
}

/* What root does; -1 = that is for a worker. */
static long by_root(const struct line *l) {
  const char *op = l->word[0];
  char path[96];
  if (!strcmp(op, "spawn")) return spawn(l);
  if (!strcmp(op, "kill")) return signal_process(l);
  if (!strcmp(op, "oom_score_adj") || !strcmp(op, "oom_adj")) return of_process(l->word[1], op, l->word[2]);
  if (!strcmp(op, "sysctl")) return snprintf(path, sizeof path, "/proc/sys/%s", l->word[1]), put(path, l->word[2]);
  if (!strcmp(op, "cgroup")) return snprintf(path, sizeof path, "/cg/%s", l->word[1]), mkdir(path, 0755) ? errno : 0;
  if (!strcmp(op, "cgset")) return snprintf(path, sizeof path, "/cg/%s/%s", l->word[1], l->word[2]), put(path, l->word[3]);
  if (!strcmp(op, "cgjoin")) return join_group(l);
  if (!strcmp(op, "swapon")) return swapon("/dev/swap", 0) ? errno : 0;
  if (!strcmp(op, "swapoff")) return swapoff("/dev/swap") ? errno : 0;
  return -1;
}

/* Whichever answers first tells: the child that is there, or the parent that got none. */
static long after_vfork(int parent, int child, const char *name, struct answer *a) {
  struct pollfd ready[3] = {
      {FD_BASE + 2 * child, POLLIN, 0}, {FD_BASE + 2 * parent, POLLIN, 0}, {table[parent].pidfd, POLLIN, 0}};
  poll(ready, 3, PATIENCE_MS);
  if (ready[0].revents & POLLIN && read(FD_BASE + 2 * child, a, sizeof *a) == sizeof *a) {
    enter(name, a->pid, child);
    table[parent].waits_for = child;
    return 0;
  }
  table[child].is_live = 0;
  long failed = await(parent, a);
  return failed ? failed : a->error;
}

static void take_child(int child, const char *name, int is_born) {
  struct answer ready;
  struct pollfd answers = {FD_BASE + 2 * child, POLLIN, 0};
  table[child].is_live = 0;
  if (is_born && poll(&answers, 1, 5000) == 1 && read(FD_BASE + 2 * child, &ready, sizeof ready) == sizeof ready)
    enter(name, ready.pid, child);
}

static long by_worker(const struct line *l, long *pages) {
  const char *op = l->word[0];
  int slot = slot_of(l->count > 1 ? l->word[1] : ""), child = -1;
  if (slot < 0) return ESRCH;
  if (table[slot].waits_for >= 0) return EAGAIN;
  struct order o = {0};
  struct answer a = {0};
  snprintf(o.op, sizeof o.op, "%s", op);
  for (int i = 2; i < l->count && i < ARGS + 2; i++) snprintf(o.arg[i - 2], NAME, "%s", strcmp(l->word[i], "~") ? l->word[i] : "");
  int is_birth = !strcmp(op, "fork") || !strcmp(op, "vfork") || !strcmp(op, "posix_spawn");
  if (is_birth) {
    if (slot_of(l->word[2]) >= 0) return EEXIST;
    child = free_slot();
    if (child < 0) return NO_SLOT;
    table[child] = (struct process){.is_live = 1, .pidfd = -1, .waits_for = -1};
    snprintf(o.arg[0], NAME, "%d", child);
    snprintf(o.arg[1], NAME, "%s", l->word[2]);
  }
  progress[slot] = 0;
  if (write(FD_BASE + 2 * slot, &o, sizeof o) < 0) return errno;
  if (!strcmp(op, "vfork")) return after_vfork(slot, child, l->word[2], &a);
  long failed = await(slot, &a);
  if (is_birth) take_child(child, l->word[2], !failed && !a.error);
  int is_exit = !strcmp(op, "exit");
  if (is_exit || (!strcmp(op, "exec") && !failed && !a.error)) resume_parent(slot);
  *pages = failed == KILLED && !strcmp(op, "touch") ? (long)progress[slot] : a.pages;
  if (failed) return is_exit && failed == KILLED ? 0 : failed;
  return a.error;
}

void map_progress(void) {
  progress = mmap((void *)0x7000000000, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED_NOREPLACE, FD_PROGRESS, 0);
}

static void make_device(const char *sys, const char *path, int major, int minor) {
  char digits[32] = "";
  int fd = open(sys, O_RDONLY);
  if (fd >= 0 && read(fd, digits, sizeof digits - 1) > 0) {
    char *colon = strchr(digits, ':');
    major = number(digits);
    minor = colon ? number(colon + 1) : 0;
  }
  if (fd >= 0) close(fd);
  mknod(path, S_IFBLK | 0600, makedev(major, minor));
}

static void load_modules(void) {
  for (int i = 0; i < 9; i++) {
    char path[32];
    snprintf(path, sizeof path, "/mod/%d.ko", i);
    int fd = open(path, O_RDONLY);
    if (fd < 0) continue;
    syscall(SYS_finit_module, fd, "", 0);
    close(fd);
    unlink(path);
  }
}

static void set_up(void) {
  mkdir("/proc", 0755), mkdir("/sys", 0755), mkdir("/cg", 0755), mkdir("/dev", 0755);
  mount("proc", "/proc", "proc", 0, 0);
  mount("sysfs", "/sys", "sysfs", 0, 0);
  mount("cgroup2", "/cg", "cgroup2", 0, 0);
  put("/cg/cgroup.subtree_control", "+memory");
  mknod("/dev/kmsg", S_IFCHR | 0600, makedev(1, 11));
  load_modules();
  make_device("/sys/block/vda/dev", "/dev/swap", 98, 0);
  int fd = open("/progress", O_RDWR | O_CREAT, 0666);
  if (ftruncate(fd, PAGE)) _exit(1);
  dup2(fd, FD_PROGRESS);
  map_progress();
  chmod("/init", 0755);
  for (int i = 0; i < SLOTS; i++) {
    int pair[2];
    socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair);
    int a = fcntl(pair[0], F_DUPFD, 300), b = fcntl(pair[1], F_DUPFD, 300);
    close(pair[0]), close(pair[1]);
    dup2(a, FD_BASE + 2 * i), dup2(b, FD_BASE + 2 * i + 1);
    close(a), close(b);
    table[i].waits_for = -1;
  }
  mlockall(MCL_CURRENT);
  kernel_log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK);
  char skipped[8192];
  while (read(kernel_log, skipped, sizeof skipped) > 0) {}
}

static struct line words_of(char *text) {
  struct line l = {.count = 0};
  char *rest;
  for (char *word = strtok_r(text, " ", &rest); word && l.count < ARGS + 3; word = strtok_r(0, " ", &rest)) l.word[l.count++] = word;
  return l;
}

int main(int argc, char **argv) {
  /* The kernel gives PID 1 the words of its own command line that it does not know. */
  int is_worker = getpid() != 1 && argc > 2;
  signal(SIGCHLD, is_worker ? SIG_IGN : SIG_DFL);
  if (is_worker) {
    map_progress();
    set_name(argv[2]);
    work(number(argv[1]));
  }
  static char scenario[65536];
  set_up();
  int fd = open("/scenario", O_RDONLY), length = read(fd, scenario, sizeof scenario - 1), step = 0;
  scenario[length > 0 ? length : 0] = 0;
  close(fd);
  char died[SLOTS][NAME], *rest;
  report(step++, 0, 0, died, 0);
  for (char *text = strtok_r(scenario, "\n", &rest); text; text = strtok_r(0, "\n", &rest)) {
    struct line l = words_of(text);
    long pages = 0, error = by_root(&l);
    if (error < 0) error = by_worker(&l, &pages);
    int deaths = collect_deaths(died);
    report(step++, error, pages, died, deaths);
  }
  printf("{\"end\":true}\n");
  fflush(stdout);
  reboot(RB_POWER_OFF);
}
