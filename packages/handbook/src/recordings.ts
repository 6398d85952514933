import type { MachineSpec } from '@overcommit/engine';
import { type Lab, MIB_IN_KB, machineSpecOf, type StoryLine } from './lab.ts';
import { netscape1999 } from './labs/netscape1999.ts';
import { theDatabaseDies } from './labs/theDatabaseDies.ts';
import { whoDoWeThrowOut } from './labs/whoDoWeThrowOut.ts';

/** A log to try a scoring rule against: a machine that ran out of memory, and how it came to that. */
export type Recording = {
  id: string;
  title: string;
  /** What makes it hard for a rule. */
  tells: string;
  spec: MachineSpec;
  script: string[];
  story: StoryLine[];
};

function fromLab(lab: Lab, { id, title, tells }: Pick<Recording, 'id' | 'title' | 'tells'>): Recording {
  const [usual] = lab.variants;
  if (!usual) throw new Error(`${lab.slug} has no variant`);
  return { id, title, tells, spec: machineSpecOf(lab, usual), script: lab.script, story: lab.story };
}

const CHILDREN = Array.from({ length: 9 }, (_, i) => `bomb${i + 1}`);

/** Nine children, each smaller than a text that was written for an hour. */
const FAMILY: StoryLine[] = [
  { hand: 'ana', line: 'spawn thesis' },
  { hand: 'ana', line: 'mmap thesis text 30M rw private' },
  { hand: 'ana', line: 'touch thesis text' },
  { hand: 'staff', line: 'tick 60' },
  { hand: 'ben', line: 'spawn bomb' },
  { hand: 'ben', line: 'mmap bomb junk 9M rw private' },
  { hand: 'ben', line: 'touch bomb junk' },
  ...CHILDREN.flatMap((child): StoryLine[] => [
    { hand: 'ben', line: `fork bomb ${child}` },
    { hand: 'ben', line: `touch ${child} junk` },
  ]),
];

export const RECORDINGS: readonly Recording[] = [
  fromLab(theDatabaseDies, {
    id: 'database',
    title: 'A database, its backup, and a web server',
    tells: 'The biggest did nothing wrong; the one that asks for too much is small so far.',
  }),
  fromLab(whoDoWeThrowOut, {
    id: 'compiler',
    title: 'Root’s old database, a report, a compiler',
    tells: 'Old and important against young and greedy, with two daemons that nobody would miss at once.',
  }),
  fromLab(netscape1999, {
    id: 'netscape',
    title: 'A desktop of 2001, under Linux 2.4',
    tells: 'The browser has mapped most and touched little of it.',
  }),
  {
    id: 'family',
    title: 'A thesis and a fork bomb',
    tells: 'No member of the family is as big as the thesis; together they fill the machine.',
    spec: {
      memKb: 128 * MIB_IN_KB,
      swapKb: 0,
      seed: 55,
      policy: 'linux-6.1',
      settings: { 'vm/overcommit_memory': '0' },
    },
    script: [],
    story: FAMILY,
  },
];
