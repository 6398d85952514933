/** Lines that Solaris prints. SPEC [MSG-1]. Texts as in the illumos sources. */

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
