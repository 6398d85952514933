import type { Candidate } from '../../facts.ts';
import { totalOf } from '../../memory/runs.ts';
import type { Machine } from '../../state.ts';
import type { Policy, Shortage, ShortageResponse } from '../policy.ts';
import { spared } from '../spared.ts';
import { PERROR, PLAIN_SYSTEM } from '../system.ts';
import { uvmKillMessage } from './messages.ts';
import { uvmFaultWithoutPage } from './uvmSwap.ts';

const INIT_PID = 1;

/** [KUVM-2], [KUVM-3] Every slot in use counts as full, those of pages that are in RAM as well too. Who faults without a page while swap is full is killed, whoever it is; else it sleeps. */
function shortageResponse(m: Machine, { requester }: Shortage): ShortageResponse {
  if (uvmFaultWithoutPage(totalOf(m.slots), m.swapPages) === 'wait' || requester.pid === INIT_PID) {
    return { outcome: 'stall', why: 'no page is free; the process sleeps until the page daemon has freed some' };
  }
  const table = candidates(m);
  const found = table.find((c) => c.pid === requester.pid) as Candidate;
  const { exempt: _, ...victim } = found;
  return {
    outcome: 'kill',
    candidates: table.map((c) => (c === found ? victim : c)),
    chosen: victim,
    victim,
    how: 'asker',
    signals: [{ pid: requester.pid, signal: 9 }],
    lines: [uvmKillMessage({ pid: requester.pid, name: requester.comm, uid: requester.uid })],
    rule: 'KUVM-2',
  };
}

function candidates(m: Machine): Candidate[] {
  return spared(m, 'nobody is chosen: whoever needs the page that is not there dies');
}

export const openbsd: Policy = {
  id: 'openbsd',
  name: 'OpenBSD',
  summary: 'Promises everything, counts nothing; who touches the page that is not there is killed.',
  system: { ...PLAIN_SYSTEM, perror: PERROR },
  // [KUVM-1] Nothing is reserved; the sum of promises is kept for show only.
  accounts: (_m, { kind, prot }) => kind !== 'shared' && prot.includes('w'),
  honoursNoreserve: () => false,
  chargesOnMprotect: true,
  decideCharge: (m) => ({
    isGranted: true,
    counted: m.committed,
    limit: null,
    isSummed: false,
    terms: [],
    rule: 'KUVM-1',
  }),
  commitLimit: (m) => m.ramPages + m.swapPages,
  isStrict: () => false,
  fork: 'space',
  vfork: 'free',
  refusalErrno: () => 'ENOMEM',
  onShortage: 'kill-faulter',
  candidates,
  tie: 'first',
  pointsIn: 'points',
  hasOomScore: false,
  tunables: () => ({}),
  shortageResponse,
  knobs: ['nice'],
  hasGroups: false,
};
