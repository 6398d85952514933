import { type Act, type Answer, emit, fails, OK } from './act.ts';
import { marksAfter, watermarks } from './boot.ts';
import type { Machine } from './state.ts';
import { tunableValue } from './tunables.ts';

/** [SET-1] Root writes a tunable. ENOENT: no such file; EINVAL: not a number in its range. */
export function sysctl(act: Act, name: string, text: string): Answer {
  const key = name.replaceAll('.', '/').replace(/^\/?proc\/sys\//, '');
  if (isOrder(act.m, key)) return /^[1-4]$/.test(text) ? OK : fails('EINVAL', 'from 1 to 4');
  if (!Object.hasOwn(act.m.tunables, key)) return fails('ENOENT', `no tunable ${key}`);
  const value = tunableValue(act.policy, key, text);
  if (value === null) return fails('EINVAL');
  emit(act, { type: 'TunableSet', name: key, value });
  // [CH-5] mm/util.c:overcommit_ratio_handler, overcommit_kbytes_handler: writing one puts the other out of force.
  const hasKbytes = 'vm/overcommit_kbytes' in act.m.tunables;
  if (key === 'vm/overcommit_ratio' && hasKbytes)
    emit(act, { type: 'TunableSet', name: 'vm/overcommit_kbytes', value: 0 });
  if (key === 'vm/overcommit_kbytes') emit(act, { type: 'TunableSet', name: 'vm/overcommit_ratio', value: 0 });
  const marks = marksAfter(act.m, key, act.policy.watermarks ?? watermarks);
  if (marks) emit(act, { type: 'WatermarksSet', ...marks });
  return OK;
}

/**
 * [SET-4] Orders rather than settings: nothing is kept. What this page cache holds is in use, so that dropping it gains
 * nothing; and memory is in no order that compaction could better. fs/drop_caches.c, mm/compaction.c
 */
function isOrder({ tunables }: Machine, key: string): boolean {
  return (key === 'vm/drop_caches' || key === 'vm/compact_memory') && 'vm/oom_dump_tasks' in tunables;
}
