/** Console and log lines of the systems that are not Linux. SPEC [MSG-1]..[MSG-4]. Texts as in their sources and manuals. */

type Who = { pid: number; name: string; uid: number };

/** SPEC [MSG-1]. Source: illumos os/grow.c. */
export function solarisStackMessage({ pid, name }: Who): string {
  return `WARNING: Sorry, no swap space to grow stack for pid ${pid} (${name})`;
}

/** SPEC [MSG-1]. Source: illumos fs/tmpfs/tmp_vnops.c. */
export function solarisTmpfsMessage(mountPoint: string): string {
  return `WARNING: ${mountPoint}: File system full, swap space limit exceeded`;
}

/** SPEC [MSG-1]. Sizes in kB. Source: cmd/swap/swap.c doswap. */
export function solarisSwapLine(summary: {
  allocated: number;
  reserved: number;
  used: number;
  available: number;
}): string {
  const { allocated, reserved, used, available } = summary;
  return `total: ${allocated}k bytes allocated + ${reserved}k reserved = ${used}k used, ${available}k available`;
}

/** SPEC [MSG-2]. The error log entry of a kill. Source: AIX documentation of paging space. */
export function aixKillMessages({ pid, name }: Who, pagingSpaceKbytes: number): string[] {
  return [
    'SOFTWARE PROGRAM ABNORMALLY TERMINATED',
    'Probable Causes: SYSTEM RUNNING OUT OF PAGING SPACE',
    'Failure Causes: INSUFFICIENT PAGING SPACE DEFINED FOR THE SYSTEM',
    'PROGRAM USING EXCESSIVE AMOUNT OF PAGING SPACE',
    `PROGRAM ${name}`,
    `USER'S PROCESS ID: ${pid}`,
    `PROGRAM'S PAGING SPACE USE IN 1KB BLOCKS ${pagingSpaceKbytes}`,
  ];
}

/** SPEC [MSG-3]. Source: FreeBSD sys/kern/kern_sig.c killproc. */
export function freebsdKillMessage({ pid, name, uid }: Who, reason: FreebsdKillReason): string {
  return `pid ${pid} (${name}), jid 0, uid ${uid}, was killed: ${reason}`;
}
export type FreebsdKillReason =
  | 'out of swap space'
  | 'failed to reclaim memory'
  | 'a thread waited too long to allocate a page';

/** SPEC [MSG-3]. At most one a second is printed. Source: FreeBSD sys/vm/swap_pager.c. */
export function freebsdReserveMessage({ pid, uid }: Who, bytes: number): string {
  return `uid ${uid}, pid ${pid}: swap reservation for ${bytes} bytes failed`;
}

/** SPEC [MSG-4]. Source: OpenBSD uvm fault handling. */
export function uvmKillMessage({ pid, name, uid }: Who): string {
  return `UVM: pid ${pid} (${name}), uid ${uid} killed: out of swap`;
}
