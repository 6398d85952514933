import { bgsave } from './bgsave.ts';
import { browser } from './browser.ts';
import { build } from './build.ts';
import { cache } from './cache.ts';
import { db } from './db.ts';
import { forkbomb } from './forkbomb.ts';
import { idle } from './idle.ts';
import { leak } from './leak.ts';
import { loop } from './loop.ts';
import type { ProgramTable } from './program.ts';
import { shell } from './shell.ts';

/** Every program. Adding one = a file like `leak.ts`, a row here, its name in `commands.ts` and a numbered rule. */
export const PROGRAM_KINDS: ProgramTable = { leak, cache, db, bgsave, shell, forkbomb, browser, build, idle, loop };
