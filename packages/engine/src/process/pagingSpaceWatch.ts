import { type Act, emit } from '../act.ts';
import type { Alarm } from '../kernels/policy.ts';
import { CONTENTS } from '../memory/runKinds.ts';
import { pick } from '../memory/runs.ts';
import { spaceOf } from '../memory/space.ts';
import { ownChoice } from '../scoring/choose.ts';
import { applyResponse } from '../shortage.ts';
import type { Process } from '../state.ts';
import { endProcess } from './ending.ts';

/** [KRN-3] Let a kernel that watches its paging space warn and kill until it has nothing more to do. */
export function watchPagingSpace(act: Act): void {
  const nextAlarm = act.policy.pagingSpaceAlarm;
  if (!nextAlarm || act.m.panic !== null) return;
  const scope = { group: null, pages: act.m.ramPages + act.m.swapPages };
  const own = () => ownChoice(act.m, act.policy, { scope });
  for (let alarm = nextAlarm(act.m, own); alarm; alarm = nextAlarm(act.m, own)) react(act, alarm);
}

function react(act: Act, alarm: Alarm): void {
  if (alarm.outcome === 'kill') {
    applyResponse(act, { pid: 0, process: 'kernel', call: 'paging space' }, { response: alarm, group: null });
    return;
  }
  emit(act, { type: 'KillerSet', values: alarm.memory });
  if (alarm.outcome === 'note') return;
  const { pids, freePages, npswarn } = alarm;
  emit(act, { type: 'DangerSignalled', pids, freePages, npswarn });
  for (const pid of pids) {
    const process = act.m.processes.find((p) => p.pid === pid && p.state !== 'zombie');
    if (process?.traits.sigdanger === 'exit') endProcess(act, pid, { cause: 'exit', status: 0 });
    if (process?.traits.sigdanger === 'release') disclaim(act, process);
  }
}

/** [KAIX-9] The handler gives back every page of the regions that the process mapped itself; they read as zero afterwards. */
function disclaim(act: Act, process: Process): void {
  const space = spaceOf(act.m, process.space as number);
  for (const vma of space.vmas.filter((v) => v.kind === 'anon' && !v.isLocked)) {
    const pages = pick(space.pages, vma.at, vma.count, CONTENTS);
    for (const { at, count } of pages) emit(act, { type: 'PagesDropped', space: space.id, at, count });
  }
}
