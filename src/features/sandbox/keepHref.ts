import { MOST_MIB, SANDBOX_VARIANTS } from './sandboxRun.ts';

/** The sandbox's state as an address. It survives a log-in. */
export function keepHref({ variantId, mib }: { variantId: string; mib: number }): string {
  return `/keep?kernel=${variantId}&mib=${mib}`;
}

/** The state in an address. Unknown values become the default. */
export function readKept(params: { get(name: string): string | null }) {
  const variant = SANDBOX_VARIANTS.find(({ id }) => id === params.get('kernel')) ?? SANDBOX_VARIANTS[0];
  const mib = Number(params.get('mib'));
  return { variant, mib: Number.isInteger(mib) && mib >= 0 && mib <= MOST_MIB ? mib : 0 };
}
