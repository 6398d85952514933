/**
 * What a fault without a free page leads to on OpenBSD: there is no choice of a victim. SPEC [UVM-1], [UVM-2].
 * With swap at least 99 % full of pages that are nowhere else, the faulting process itself is killed; else it waits.
 * Source: OpenBSD sys/uvm uvm_swapisfull, uvm_fault.
 */
export function uvmFaultWithoutPage(swapOnlyPages: number, swapPages: number): 'kill the faulter' | 'wait' {
  return isUvmSwapFull(swapOnlyPages, swapPages) ? 'kill the faulter' : 'wait';
}

/** True at 99 % and above, and without any swap. */
export function isUvmSwapFull(swapOnlyPages: number, swapPages: number): boolean {
  return swapOnlyPages >= Math.floor((swapPages * 99) / 100);
}
