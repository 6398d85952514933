import { isPlatformVerb, type OpenPrediction, type Rejection } from '@overcommit/engine';
import type { WireEntry } from '@overcommit/protocol';
import { hasKill } from '@overcommit/reading';
import type { Db } from '../db.ts';
import { createRecentMap } from '../recentMap.ts';
import { createThrottle, type RoomLog, type Rooms } from '../rooms/index.ts';
import type { LogOf } from './logs.ts';
import { closeAndOpen, record } from './open.ts';
import { createQuestionOutcome, type QuestionOutcome } from './questionOutcome.ts';

const LAB = 'system';
const MOST_KNOWN = 1000;

/** Which of the lab's questions are open on a machine: only those that a kill decides, or some that any command may decide. */
type Keeping = 'nothing' | 'victims' | 'others';

export type KeeperPorts = { db: Db; rooms: Rooms; logOf: LogOf; log: RoomLog };
export type LabKeeper = {
  /** How a question of a machine's lab came out, by its log; null = not decided (yet). */
  questionOutcome: QuestionOutcome;
  /** Checks a machine's questions soon: a server that stopped may have left one closed and not revealed. */
  check(machineId: string): void;
  close(): Promise<void>;
};

/**
 * Reveals the questions of labs, as `system`: after every entry, those that the log decides and those that are closed.
 * Two servers may do this at the same time: the machine accepts one reveal. Rules: engine SPEC/platform.md
 */
export function createLabKeeper({ db, rooms, logOf, log }: KeeperPorts): LabKeeper {
  const questionOutcome = createQuestionOutcome({ db, logOf });
  const known = createRecentMap<string, Keeping>(MOST_KNOWN);
  const running = new Map<string, Promise<void>>();
  const waiting = new Set<string>();

  async function settleAll(machineId: string): Promise<void> {
    const open = (await rooms.read(machineId, 'predictions')).filter(({ keeper }) => keeper === 'lab');
    const left: OpenPrediction[] = [];
    for (const question of open)
      if (!(await settle({ db, rooms, questionOutcome }, machineId, question))) left.push(question);
    remember(machineId, left);
  }

  function remember(machineId: string, open: readonly Pick<OpenPrediction, 'about'>[]): void {
    const about = open.some((one) => one.about === 'other') ? 'others' : 'victims';
    known.set(machineId, open.length === 0 ? 'nothing' : about);
  }

  /** One check at a time per machine. Requests during a check lead to one more. */
  function check(machineId: string): void {
    if (running.has(machineId)) return void waiting.add(machineId);
    const throttle = createThrottle();
    const done = throttle
      .measureAsync(() => settleAll(machineId))
      .catch((err) => log.warn({ machineId, err }, 'a question of the lab was left as it is'));
    running.set(machineId, done);
    // Reading a long log is expensive: the questions of this machine wait for it, not the server.
    void done
      .then(() => throttle.cooldown())
      .then(() => {
        running.delete(machineId);
        if (waiting.delete(machineId)) check(machineId);
      });
  }

  const stop = rooms.onEntry((machineId, entry) => {
    const isNew = entry.facts.some((fact) => fact.type === 'PredictionAsked' && fact.keeper === 'lab');
    if (isNew || mayDecide(entry, known.get(machineId) ?? 'others')) check(machineId);
  });

  // What another process stored may have asked a question.
  const stopElsewhere = rooms.onStoredElsewhere((machineId) => known.delete(machineId));

  return {
    questionOutcome,
    check,
    async close() {
      stop();
      stopElsewhere();
      waiting.clear();
      await Promise.all(running.values());
    },
  };
}

/** Commands and kills can decide a question. Of the platform's own commands only `close` can. */
function mayDecide({ command, facts }: WireEntry, keeping: Keeping): boolean {
  if (keeping === 'nothing') return false;
  if (command.verb === 'close' || hasKill({ facts })) return true;
  return keeping === 'others' && command.verb !== 'tick' && !isPlatformVerb(command.verb);
}

type SettlePorts = Pick<KeeperPorts, 'db' | 'rooms'> & { questionOutcome: QuestionOutcome };

/** Reveals a question if it is decided or closed. True: nothing is left to do for it. */
async function settle(
  { questionOutcome, ...ports }: SettlePorts,
  machineId: string,
  question: OpenPrediction,
): Promise<boolean> {
  const decided = question.about === 'victim' ? null : await questionOutcome(machineId, question);
  if (!decided && !question.isClosed) return false;
  const { prompt } = question;
  const opened = await closeAndOpen(ports, machineId, { actor: LAB, question });
  if (!opened.ok) return opened.reason === 'rejected' ? isOver(opened.rejection) : true;
  const { answers } = opened;
  const outcome = decided ? { decidedAt: decided.at, ...(decided.right === null ? {} : { right: decided.right }) } : {};
  const revealed = await record(ports, machineId, {
    actor: LAB,
    command: { verb: 'reveal', prompt, answers, ...outcome },
  });
  if (!revealed.ok) return isOver(revealed.rejection);
  await ports.db.sealedAnswer.deleteMany({ where: { machineId, prompt } });
  return true;
}

/** Another server, or the staff, revealed the question first. @throws Error for every other reason */
function isOver({ code, message }: Rejection): true {
  if (code !== 'NO_PROMPT') throw new Error(message);
  return true;
}
