import type { Lab } from '../lab.ts';
import { aixWarnsFirst } from './aixWarnsFirst.ts';
import { alwaysYes } from './alwaysYes.ts';
import { execSavesTheDay } from './execSavesTheDay.ts';
import { forkDoublesTheBill } from './forkDoublesTheBill.ts';
import { killedWithMemoryToSpare } from './killedWithMemoryToSpare.ts';
import { netscape1999 } from './netscape1999.ts';
import { solarisSaysNo } from './solarisSaysNo.ts';
import { theCliff } from './theCliff.ts';
import { theDatabaseDies } from './theDatabaseDies.ts';
import { theKnobs } from './theKnobs.ts';
import { theSnapshotThatGrew } from './theSnapshotThatGrew.ts';
import { vforkThenPosixSpawn } from './vforkThenPosixSpawn.ts';
import { whoDoWeThrowOut } from './whoDoWeThrowOut.ts';

/** The labs: ten in the order of the ten claims of 2007, then three about machines of today. */
export const LABS: readonly Lab[] = [
  forkDoublesTheBill,
  alwaysYes,
  execSavesTheDay,
  theDatabaseDies,
  whoDoWeThrowOut,
  netscape1999,
  theKnobs,
  aixWarnsFirst,
  solarisSaysNo,
  vforkThenPosixSpawn,
  theSnapshotThatGrew,
  killedWithMemoryToSpare,
  theCliff,
];

/** The lab of that slug, or null. */
export function findLab(slug: string): Lab | null {
  return LABS.find((lab) => lab.slug === slug) ?? null;
}
