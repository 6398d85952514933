/** Sizes as they are typed: `4096`, `12K`, `60M`, `1.5G`, `2T`, `16P` (pages of 4 KiB). Always whole bytes. */

const UNITS: Record<string, bigint> = { '': 1n, K: 1n << 10n, M: 1n << 20n, G: 1n << 30n, T: 1n << 40n, P: 4096n };
/** Beyond 2^53 a number is no longer exact in every host, so nothing above is accepted. */
export const MAX_BYTES = Number.MAX_SAFE_INTEGER;
/** [SET-3] RAM and swap of a machine, in kB: their pages stay whole numbers of 32 bits. */
export const MACHINE_KB = { leastRam: 16 * 1024, most: 1024 ** 3 } as const;

export type ParsedSize = { ok: true; bytes: number } | { ok: false; why: string };

/** Bytes of a typed size; `why` says in words what is wrong with it. */
export function parseSize(text: string): ParsedSize {
  const match = /^(\d{1,17})(?:\.(\d{1,9}))?([KMGTP]?)$/i.exec(text);
  if (!match) return { ok: false, why: text.startsWith('-') ? 'a size is never negative' : '' };
  const fraction = match[2] ?? '';
  const scale = 10n ** BigInt(fraction.length);
  const unit = UNITS[(match[3] ?? '').toUpperCase()] ?? 1n;
  const scaled = BigInt(`${match[1]}${fraction}`) * unit;
  if (scaled % scale !== 0n) return { ok: false, why: 'that is not a whole number of bytes' };
  const bytes = scaled / scale;
  if (bytes > BigInt(MAX_BYTES)) return { ok: false, why: 'sizes end at 2^53 bytes' };
  return { ok: true, bytes: Number(bytes) };
}

/** The shortest exact way to type so many bytes. */
export function printSize(bytes: number): string {
  if (bytes === 0) return '0';
  for (const [letter, size] of [
    ['G', 2 ** 30],
    ['M', 2 ** 20],
    ['K', 2 ** 10],
  ] as const) {
    if (bytes % size === 0) return `${bytes / size}${letter}`;
  }
  return String(bytes);
}
