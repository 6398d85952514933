/* What the kernel accounts, after a step: one JSON object a line. */
#include "guest.h"

static char text[65536];

static int slurp(const char *path) {
  int fd = open(path, O_RDONLY), length = 0, got;
  text[0] = 0;
  if (fd < 0) return -1;
  while ((got = read(fd, text + length, sizeof text - 1 - length)) > 0) length += got;
  close(fd);
  text[length] = 0;
  return length;
}

/* The number behind `key:`, or -1. */
static long field(const char *key) {
  size_t length = strlen(key);
  for (char *line = text; line; line = strchr(line, '\n'), line += line ? 1 : 0)
    if (!strncmp(line, key, length) && line[length] == ':') return atol(line + length + 1);
  return -1;
}

static void quoted(const char *word) {
  putchar('"');
  for (; *word; word++) {
    if (*word == '"' || *word == '\\') putchar('\\');
    if ((unsigned char)*word >= 32) putchar(*word);
  }
  putchar('"');
}

static const char *name_of(long error) {
  static const struct { int number; const char *name; } known[] = {{0, "ok"}, {KILLED, "killed"},
      {RAISED(SIGSEGV), "SIGSEGV"}, {RAISED(SIGBUS), "SIGBUS"}, {NO_SLOT, "NOSLOT"}, {ENOMEM, "ENOMEM"},
      {EAGAIN, "EAGAIN"}, {EINVAL, "EINVAL"}, {EPERM, "EPERM"}, {EACCES, "EACCES"}, {ENOSYS, "ENOSYS"}, {ESRCH, "ESRCH"},
      {EFAULT, "EFAULT"}, {EEXIST, "EEXIST"}, {EBUSY, "EBUSY"}, {ENOENT, "ENOENT"}, {EINTR, "EINTR"}, {ENOSPC, "ENOSPC"},
      {ERANGE, "ERANGE"}, {ETIMEDOUT, "ETIMEDOUT"}};
  static char other[16];
  for (unsigned i = 0; i < sizeof known / sizeof *known; i++)
    if (known[i].number == error) return known[i].name;
  snprintf(other, sizeof other, "E%ld", error);
  return other;
}

static void fields(const char *const *keys, int count) {
  for (int i = 0; i < count; i++) printf("%s\"%s\":%ld", i ? "," : "", keys[i], field(keys[i]));
}

static void print_process(const struct process *p) {
  static const char *const keys[] = {"VmSize", "VmRSS", "RssAnon", "RssFile", "RssShmem", "VmData", "VmSwap", "VmPTE", "VmLck"};
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/status", p->pid);
  slurp(path);
  quoted(p->name);
  printf(":{\"pid\":%d,\"ppid\":%ld,", p->pid, field("PPid"));
  fields(keys, sizeof keys / sizeof *keys);
  snprintf(path, sizeof path, "/proc/%d/oom_score", p->pid);
  slurp(path);
  printf(",\"oom_score\":%d", atoi(text));
  snprintf(path, sizeof path, "/proc/%d/oom_score_adj", p->pid);
  slurp(path);
  printf(",\"oom_score_adj\":%d", atoi(text));
  /* The memory map of a parent that vfork has suspended is locked. */
  snprintf(path, sizeof path, "/proc/%d/smaps_rollup", p->pid);
  if (p->waits_for < 0 && slurp(path) > 0)
    printf(",\"Pss\":%ld,\"Private_Dirty\":%ld,\"Shared_Dirty\":%ld", field("Pss"), field("Private_Dirty"), field("Shared_Dirty"));
  printf("}");
}

static int is_about_the_killer(const char *line) {
  static const char *const words[] = {"invoked oom-killer", "oom-kill:", "Out of memory", "Killed process", "out of memory", "Tasks in"};
  for (unsigned i = 0; i < sizeof words / sizeof *words; i++)
    if (strstr(line, words[i])) return 1;
  return line[0] == '[' && strchr(line, ']') && !strstr(line, "[<");
}

static void print_log(void) {
  int length, count = 0;
  while ((length = read(kernel_log, text, sizeof text - 1)) > 0) {
    text[length] = 0;
    char *line = strchr(text, ';'), *end;
    if (!line++) continue;
    if ((end = strchr(line, '\n'))) *end = 0;
    if (!is_about_the_killer(line)) continue;
    if (count++) putchar(',');
    quoted(line);
  }
}

void report(int step, long error, long pages, char died[][NAME], int deaths) {
  static const char *const keys[] = {"MemTotal", "MemFree", "MemAvailable", "Cached", "SwapCached", "SwapTotal", "SwapFree",
      "AnonPages", "Shmem", "Slab", "PageTables", "KernelStack", "CommitLimit", "Committed_AS", "Mlocked"};
  printf("{\"step\":%d,\"result\":\"%s\",\"pages\":%ld,\"died\":[", step, name_of(error), pages);
  for (int i = 0; i < deaths; i++) {
    if (i) putchar(',');
    quoted(died[i]);
  }
  slurp("/proc/meminfo");
  printf("],\"mem\":{");
  fields(keys, sizeof keys / sizeof *keys);
  printf("},\"procs\":{");
  for (int i = 0, count = 0; i < SLOTS; i++) {
    if (!table[i].is_live) continue;
    if (count++) putchar(',');
    print_process(&table[i]);
  }
  printf("},\"kmsg\":[");
  print_log();
  printf("]}\n");
  fflush(stdout);
}
