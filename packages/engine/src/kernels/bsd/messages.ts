/** Lines that FreeBSD and OpenBSD print. SPEC [MSG-3], [MSG-4]. Texts as in their sources. */

type Who = { pid: number; name: string; uid: number };

/** SPEC [MSG-3]. Sources: FreeBSD sys/kern/kern_sig.c killproc; the reason of sys/vm/vm_pageout.c, 0012f373e43d. */
export function freebsdKillMessage({ pid, name, uid }: Who): string {
  return `pid ${pid} (${name}), jid 0, uid ${uid}, was killed: out of swap space`;
}

/** SPEC [MSG-3]. At most one a second is printed. Source: FreeBSD sys/vm/swap_pager.c. */
export function freebsdReserveMessage({ pid, uid }: Who, bytes: number): string {
  return `uid ${uid}, pid ${pid}: swap reservation for ${bytes} bytes failed`;
}

/** SPEC [MSG-4]. Source: OpenBSD uvm fault handling. */
export function uvmKillMessage({ pid, name, uid }: Who): string {
  return `UVM: pid ${pid} (${name}), uid ${uid} killed: out of swap`;
}
