import type { Fact, StatedRemedy } from './facts.ts';

type ChargeDecided = Extract<Fact, { type: 'ChargeDecided' }>;

/** What the kernel's rules name as a way to have it granted; read from the words that logs before 0.5.0 carry instead. */
export function statedRemedies({ remedies, remedy }: Pick<ChargeDecided, 'remedies' | 'remedy'>): StatedRemedy[] {
  return remedies ?? (remedy === undefined ? [] : (OLD_WORDS[remedy] ?? []));
}

const modes = (...values: number[]): StatedRemedy[] => values.map((to) => ({ knob: 'vm/overcommit_memory', to }));
const swap: StatedRemedy = { more: 'swap' };
const ratio: StatedRemedy = { knob: 'vm/overcommit_ratio', to: 'higher' };

/** Every sentence that an engine before 0.5.0 wrote. This list is closed. */
const OLD_WORDS: Readonly<Record<string, StatedRemedy[]>> = {
  'vm/overcommit_memory 1 grants anything': modes(1),
  'vm/overcommit_memory 0 or 1 would have granted it; so would more swap or a higher overcommit_ratio': [
    ...modes(0, 1),
    swap,
    ratio,
  ],
  'vm/overcommit_memory 1 grants anything; so would more free memory or swap': [
    ...modes(1),
    { more: 'free memory' },
    swap,
  ],
  'vm/overcommit_memory 0 or 1, more swap, or a higher overcommit_ratio': [...modes(0, 1), swap, ratio],
  'vm/overcommit_memory 0 or 1, more swap, or a higher overcommit_ratio or overcommit_kbytes': [
    ...modes(0, 1),
    swap,
    ratio,
    { knob: 'vm/overcommit_kbytes', to: 'higher' },
  ],
  'more swap; MAP_NORESERVE; for a new program vfork or posix_spawn instead of fork': [
    swap,
    { instead: 'MAP_NORESERVE' },
    { instead: 'vfork' },
    { instead: 'posix_spawn' },
  ],
  'more paging space, or PSALLOC late': [swap, { instead: 'PSALLOC late' }],
  'more free paging space: none starts below npskill': [{ more: 'free swap' }],
  'a larger page file, or reserving without committing (error 1455, ERROR_COMMITMENT_LIMIT)': [
    swap,
    { instead: 'MEM_RESERVE' },
  ],
  'vm.overcommit 0 grants anything; 4 added counts RAM too; so would more swap': [
    { knob: 'vm/overcommit', to: 0 },
    { knob: 'vm/overcommit', to: 5 },
    swap,
  ],
};
