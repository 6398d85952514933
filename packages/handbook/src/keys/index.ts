import type { LabKey } from '../lab.ts';
import { aixWarnsFirstKey } from './aixWarnsFirst.ts';
import { alwaysYesKey } from './alwaysYes.ts';
import { execSavesTheDayKey } from './execSavesTheDay.ts';
import { forkDoublesTheBillKey } from './forkDoublesTheBill.ts';
import { killedWithMemoryToSpareKey } from './killedWithMemoryToSpare.ts';
import { netscape1999Key } from './netscape1999.ts';
import { solarisSaysNoKey } from './solarisSaysNo.ts';
import { theCliffKey } from './theCliff.ts';
import { theDatabaseDiesKey } from './theDatabaseDies.ts';
import { theKnobsKey } from './theKnobs.ts';
import { theSnapshotThatGrewKey } from './theSnapshotThatGrew.ts';
import { vforkThenPosixSpawnKey } from './vforkThenPosixSpawn.ts';
import { whoDoWeThrowOutKey } from './whoDoWeThrowOut.ts';

/** The keys of the labs, by slug. */
export const KEYS: Readonly<Record<string, LabKey>> = {
  'fork-doubles-the-bill': forkDoublesTheBillKey,
  'always-yes': alwaysYesKey,
  'exec-saves-the-day': execSavesTheDayKey,
  'the-database-dies': theDatabaseDiesKey,
  'who-do-we-throw-out': whoDoWeThrowOutKey,
  'netscape-1999': netscape1999Key,
  'the-knobs': theKnobsKey,
  'aix-warns-first': aixWarnsFirstKey,
  'solaris-says-no': solarisSaysNoKey,
  'vfork-then-posix-spawn': vforkThenPosixSpawnKey,
  'the-snapshot-that-grew': theSnapshotThatGrewKey,
  'killed-with-memory-to-spare': killedWithMemoryToSpareKey,
  'the-cliff': theCliffKey,
};
