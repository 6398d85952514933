import { isPlatformVerb, type OpenPrediction, type Rejection } from '@overcommit/engine';
import type { WireEntry } from '@overcommit/protocol';
import { hasKill } from '@overcommit/reading';
import type { Db } from '../db.ts';
import { createEffort, type RoomLog, type Rooms } from '../rooms/index.ts';
import { closeAndOpen, record } from './open.ts';
import { createTold, type ToldOn } from './told.ts';

const LAB = 'system';
const MOST_KNOWN = 1000;

/** What the lab keeps open on a machine: what a kill decides, or something that any command may. */
type Keeping = 'nothing' | 'victims' | 'others';

export type KeeperPorts = { db: Db; rooms: Rooms; log: RoomLog };
export type LabKeeper = {
  /** What a machine's log says to a question of its lab; null = nothing (yet). */
  told: ToldOn;
  /** Checks a machine's questions soon: a server that stopped may have left one closed and not revealed. */
  check(machineId: string): void;
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

  async function settleAll(machineId: string): Promise<void> {
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

  /** One check at a time; what comes meanwhile leads to one more. */
  function check(machineId: string): void {
    if (running.has(machineId)) return void waiting.add(machineId);
    const effort = createEffort();
    const done = effort
      .measureAll(() => settleAll(machineId))
      .catch((err) => log.warn({ machineId, err }, 'a question of the lab was left as it is'));
    running.set(machineId, done);
    // A long log is dear to ask: then the questions of this machine wait, not the server.
    void done
      .then(() => effort.rested())
      .then(() => {
        running.delete(machineId);
        if (waiting.delete(machineId)) check(machineId);
      });
  }

  const stop = rooms.onEntry((machineId, entry) => {
    const isNew = entry.facts.some((fact) => fact.type === 'PredictionAsked' && fact.keeper === 'lab');
    if (isNew || mayDecide(entry, known.get(machineId) ?? 'others')) check(machineId);
  });

  return {
    told,
    check,
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
  if (command.verb === 'close' || hasKill({ facts })) return true;
  return keeping === 'others' && command.verb !== 'tick' && !isPlatformVerb(command.verb);
}

type SettlePorts = Pick<KeeperPorts, 'db' | 'rooms'> & { told: ToldOn };

/** Reveals a question if it is time. True: there is nothing left to wait for. */
async function settle({ told, ...ports }: SettlePorts, machineId: string, question: OpenPrediction): Promise<boolean> {
  const decided = question.about === 'victim' ? null : await told(machineId, question);
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
