import { FRESH_OOM_GATE, type LinuxEra, oomGate24 } from '@overcommit/engine/formulas';
import { inputNames, list, num, type Outputs, type VectorRecord, type VectorSet } from './record.ts';

/** `oom-gate`: the waiting rule of 2.4, a sequence of calls from a fresh boot. */
export function linuxGateSet(era: LinuxEra): VectorSet {
  return { inputs: inputNames('hz'), compute: (record) => compute(record, era) };
}

function compute(record: VectorRecord, era: LinuxEra): Outputs {
  let state = FRESH_OOM_GATE;
  const calls = list(record, 'calls').map((call) => {
    const asked = {
      nowJiffies: num(call, 'jiffies'),
      freeSwapPages: num(call, 'free_swap_pages'),
      hz: num(record, 'hz', 100),
    };
    const answer = oomGate24(state, asked, era.gate);
    state = answer.state;
    return { ...call, kill: answer.kill };
  });
  return { calls };
}
