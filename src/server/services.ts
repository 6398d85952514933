import type { EventStore } from '@overcommit/event-store';
import type { LogSigner } from '../logSignature.ts';
import type { ActionLimits } from './auth/actionLimits.ts';
import type { Auth } from './auth/auth.ts';
import type { LoginLimits } from './auth/loginLimits.ts';
import type { Config } from './config.ts';
import type { Db } from './db.ts';
import type { Trials, Verdicts } from './grading/index.ts';
import type { LogChecker } from './logCheck/index.ts';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';
import type { Wall } from './projections/wall.ts';
import type { Guides, LabKeeper, LogOf, Past } from './questions/index.ts';
import type { OnScreens, Realtime } from './realtime/index.ts';
import type { Rooms } from './rooms/index.ts';
import type { DeadlineJob } from './work/index.ts';

/** What the commands of the platform work with. Made once, in `platform.ts`. */
export type Services = {
  db: Db;
  store: EventStore;
  rooms: Rooms;
  auth: Auth;
  loginLimits: LoginLimits;
  actionLimits: ActionLimits;
  config: Config;
  secret: string;
  log: Logger;
  metrics: Metrics;
  /** Call it after a change that ends sessions or changes what people may see: their open sockets are checked again. */
  accessChanged(userIds: readonly string[]): Promise<void>;
  /** Checks logs that may come from anywhere. */
  logChecker: LogChecker;
  /** Signs what is exported. */
  logSigner: LogSigner;
  /** What automatic items of a rubric came to. */
  verdicts: Verdicts;
  /** What rubrics that are being written would come to. */
  trials: Trials;
  /** Machines at a glance. */
  wall: Wall;
  /** Questions that were asked on machines so far. */
  past: Past;
  /** Whole logs of machines. */
  logOf: LogOf;
  /** Which steps of the handout a machine's log shows. */
  guides: Guides;
  /** Closes and reveals the questions of labs. */
  lab: LabKeeper;
  /** The people who look at machines now. */
  onScreens: OnScreens;
  /** Seals teams at their due dates. */
  deadlines: DeadlineJob;
  /** Tells the other graders of an assignment that a cell was stored. */
  cellChanged: Realtime['cellChanged'];
  isReady(): boolean;
};
