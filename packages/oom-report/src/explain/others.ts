import type { OomKiller } from '@overcommit/protocol';

/** How each killer chooses, in a sentence or two. */
export const HOW_THEY_CHOOSE: Record<OomKiller, string> = {
  kernel:
    'The kernel kills when a request cannot be met: the process with the most points, which are pages held plus its adjustment.',
  earlyoom:
    'earlyoom is a service that looks at MemAvailable and SwapFree several times a second. When both fall below its limits (10 % by default) it sends SIGTERM to the process with the highest /proc/PID/oom_score, at half of the limits SIGKILL. The kernel had not run out yet.',
  'systemd-oomd':
    'systemd-oomd kills a whole control group, not a process. It acts when memory and swap are used beyond SwapUsedLimit (90 % by default; it takes the group with the most swap), or when a group stalls on memory beyond its pressure limit (60 % for 30 s by default; it takes the group that reclaims most). The kernel had not run out yet.',
  'android lowmemorykiller':
    'Android’s low memory killer compares free memory and page cache with a list of limits, one for each importance (oom_score_adj). Below a limit it kills the largest app of that importance or less. Apps that are out of sight go first.',
  kubelet:
    'The kubelet evicts pods when memory.available of the node falls below its threshold (100 Mi by default). It ranks pods: those above their request first, then by priority, then by how far above the request they are. The kernel had not run out yet.',
};
