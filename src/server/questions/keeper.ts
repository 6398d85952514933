import { isPlatformVerb, type OpenPrediction } from '@overcommit/engine';
import type { WireEntry } from '@overcommit/protocol';
import { TRPCError } from '@trpc/server';
import type { Db } from '../db.ts';
import { createEffort, type RoomLog, type Rooms } from '../rooms/index.ts';
import { openAnswers, openQuestion, record } from './open.ts';
import { createTold, type ToldOn } from './told.ts';

const LAB = 'system';
const MOST_KNOWN = 1000;

/** What the lab keeps open on a machine: what a kill decides, or something that any command may. */
type Keeping = 'nothing' | 'victims' | 'others';

export type KeeperPorts = { db: Db; rooms: Rooms; log: RoomLog };
export type LabKeeper = {
  /** What a machine's log says to a question of its lab; null = nothing (yet). */
  told: ToldOn;
  /** Looks after a machine's questions now: for those that were left behind when a server stopped. */
  look(machineId: string): void;
  close(): Promise<void>;
};

/**
 * Keeps the questions of labs: hears every entry, and reveals what the log has decided or what is closed, as `system`.
 * Two servers may do so at once: the machine takes one reveal. Rules: engine SPEC/platform.md
 */
export function createLabKeeper({ db, rooms, log }: KeeperPorts): LabKeeper {
  const told = createTold({ db, rooms });
  const known = new Map<string, Keeping>();
  const running = new Map<string, Promise<void>>();
  const waiting = new Set<string>();

  async function check(machineId: string): Promise<void> {
    const open = await rooms.look(machineId, ({ predictions = [] }) =>
      structuredClone(predictions.filter(({ keeper }) => keeper === 'lab')),
    );
    const left: OpenPrediction[] = [];
    for (const question of open) if (!(await settle({ db, rooms, told }, machineId, question))) left.push(question);
    remember(machineId, left);
  }

  function remember(machineId: string, open: readonly Pick<OpenPrediction, 'about'>[]): void {
    known.delete(machineId);
    const about = open.some((one) => one.about === 'other') ? 'others' : 'victims';
    known.set(machineId, open.length === 0 ? 'nothing' : about);
    const oldest = known.keys().next();
    if (known.size > MOST_KNOWN && !oldest.done) known.delete(oldest.value);
  }

  /** One look at a time; what comes meanwhile leads to one more. */
  function look(machineId: string): void {
    if (running.has(machineId)) return void waiting.add(machineId);
    const effort = createEffort();
    const done = effort
      .measureAll(() => check(machineId))
      .catch((err) => log.warn({ machineId, err }, 'a question of the lab was left as it is'));
    running.set(machineId, done);
    // A long log is dear to ask: then the questions of this machine wait, not the server.
    void done
      .then(() => effort.rested())
      .then(() => {
        running.delete(machineId);
        if (waiting.delete(machineId)) look(machineId);
      });
  }

  const stop = rooms.onEntry((machineId, entry) => {
    const isNew = entry.facts.some((fact) => fact.type === 'PredictionAsked' && fact.keeper === 'lab');
    if (isNew || mayDecide(entry, known.get(machineId) ?? 'others')) look(machineId);
  });

  return {
    told,
    look,
    async close() {
      stop();
      waiting.clear();
      await Promise.all(running.values());
    },
  };
}

/** Commands decide, and kills; of the platform's own commands only what ends the answering. */
function mayDecide({ command, facts }: WireEntry, keeping: Keeping): boolean {
  if (keeping === 'nothing') return false;
  if (command.verb === 'close' || facts.some(({ type }) => type === 'VictimChosen')) return true;
  return keeping === 'others' && command.verb !== 'tick' && !isPlatformVerb(command.verb);
}

type SettlePorts = Pick<KeeperPorts, 'db' | 'rooms'> & { told: ToldOn };

/** Reveals a question if it is time. True: there is nothing left to wait for. */
async function settle({ told, ...ports }: SettlePorts, machineId: string, question: OpenPrediction): Promise<boolean> {
  const decided = question.about === 'victim' ? null : await told(machineId, question);
  if (!decided && !question.isClosed) return false;
  const { prompt } = question;
  try {
    await openAnswers(ports, machineId, question);
    // From then on no answer comes in between the reading of the seals and their opening.
    if (!question.isClosed) await record(ports, machineId, { actor: LAB, command: { verb: 'close', prompt } });
    const answers = await openAnswers(ports, machineId, await openQuestion(ports, machineId, prompt));
    const outcome = decided
      ? { decidedAt: decided.at, ...(decided.right === null ? {} : { right: decided.right }) }
      : {};
    await record(ports, machineId, { actor: LAB, command: { verb: 'reveal', prompt, answers, ...outcome } });
    await ports.db.sealedAnswer.deleteMany({ where: { machineId, prompt } });
  } catch (error) {
    // Somebody else has revealed it, or its answers were sealed on the machine that this one began as.
    const isOver = error instanceof TRPCError && (error.code === 'CONFLICT' || error.code === 'NOT_FOUND');
    if (!isOver) throw error;
  }
  return true;
}
