import { swapSummary } from '../kernels/solaris/anonReserve.ts';
import { solarisSwapLine } from '../kernels/solaris/messages.ts';
import { swapAccount, swapfsFloors } from '../kernels/solaris/solaris10.ts';
import type { Machine } from '../state.ts';

/** `swap -s` of Solaris: what is touched, what is only reserved, and what could still be had. SPEC [KSOL-9]. */
export function swapS(m: Machine): string {
  const { allocated, reserved, used, available } = swapSummary(swapAccount(m), swapfsFloors(m).swapfsMinfree);
  const kb = { allocated: allocated * 4, reserved: reserved * 4, used: used * 4, available: available * 4 };
  return solarisSwapLine(kb);
}
