import type { Lab } from '../lab.ts';
import { aixWarnsFirst } from './aixWarnsFirst.ts';
import { alwaysYes } from './alwaysYes.ts';
import { execSavesTheDay } from './execSavesTheDay.ts';
import { forkDoublesTheBill } from './forkDoublesTheBill.ts';
import { netscape1999 } from './netscape1999.ts';
import { solarisSaysNo } from './solarisSaysNo.ts';
import { theDatabaseDies } from './theDatabaseDies.ts';
import { theKnobs } from './theKnobs.ts';
import { vforkThenPosixSpawn } from './vforkThenPosixSpawn.ts';
import { whoDoWeThrowOut } from './whoDoWeThrowOut.ts';

/** The ten labs, in the order of the ten claims. */
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
];

/** The lab of that slug, or null. */
export function findLab(slug: string): Lab | null {
  return LABS.find((lab) => lab.slug === slug) ?? null;
}
