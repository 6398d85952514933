import { randomBytes } from 'node:crypto';
import {
  type Command,
  listProcesses,
  type Machine,
  NOBODY,
  type OpenedAnswer,
  type OpenPrediction,
  sealOf,
} from '@overcommit/engine';
import type { SignedIn } from '../api/context.ts';
import { badRequest, conflict, forbidden, notFound, notNow, tooMany } from '../api/errors.ts';
import type { AskInput } from '../api/shapes/index.ts';
import type { Services } from '../services.ts';
import type { MachineAccess } from './access.ts';
import { newId } from './ids.ts';
import { labBySlug } from './labs.ts';
import { staffActor } from './staffSeat.ts';

const MOST_VICTIMS = 23;
/** Times that one person may change their mind about one question. */
const MOST_CHANGES = 50;
const SALT_BYTES = 16;

type Seat = { machineId: string; actorId: string };
type Recorded = { seq: number };

/** Puts a question to everybody at a machine. An entry. @throws TRPCError with why it cannot be put */
export async function askQuestion(
  ctx: SignedIn,
  access: MachineAccess,
  input: AskInput,
): Promise<Recorded & { prompt: string }> {
  const actor = await staffActor(ctx, access);
  const prompt = newId();
  const question = await questionOf(ctx.services, input);
  return { prompt, ...(await record(ctx.services, access.machineId, { actor, command: { ...question, prompt } })) };
}

type Question = Omit<Extract<Command, { verb: 'ask' }>, 'prompt'>;

async function questionOf({ db, rooms }: Services, input: AskInput): Promise<Question> {
  if (input.kind === 'own') {
    const { question, choices } = input;
    return { verb: 'ask', topic: 'own', about: 'other', question, choices };
  }
  const victims = () => rooms.look(input.machineId, victimChoices);
  if (input.kind === 'next')
    return { verb: 'ask', topic: 'next', about: 'victim', question: 'Who dies next?', choices: await victims() };
  const machine = await db.machine.findUniqueOrThrow({ where: { id: input.machineId } });
  const found = labBySlug(machine.labSlug ?? '').prompts.find(({ id }) => id === input.promptId);
  if (!found?.choices) throw notFound('This lab has no such question with choices.');
  const { id: topic, text: question, choices } = found;
  return choices === 'live processes'
    ? { verb: 'ask', topic, about: 'victim', question, choices: await victims() }
    : { verb: 'ask', topic, about: 'other', question, choices };
}

/** Those alive, whoever is nearest to death first, and nobody. @throws TRPCError BAD_REQUEST where nobody is alive */
function victimChoices(machine: Machine): string[] {
  const byDanger = listProcesses(machine).sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || a.pid - b.pid);
  const names = byDanger.map(({ name }) => name).filter((name) => name !== NOBODY);
  if (names.length === 0) throw badRequest('Nobody could die: no process is alive. Start one first.');
  return [...names.slice(0, MOST_VICTIMS), NOBODY];
}

/**
 * Seals an answer: what it is and its salt go into a table of ours, their hash into the log. A second answer takes the
 * first one's place until the question is closed.
 */
export async function answerQuestion(
  { services, access }: SignedIn & { access: MachineAccess },
  { machineId, actorId }: Seat,
  { prompt, answer }: { prompt: string; answer: string },
): Promise<Recorded> {
  if (access.untilSeq !== null)
    throw notNow('The rest of this machine is concealed for now: nothing can be answered on it.');
  const open = await openPrediction(services, machineId, prompt);
  if (open.isClosed) throw conflict('This question is closed: your last answer counts.');
  if (!open.choices.includes(answer)) throw badRequest('That is none of the choices.');
  const changes = await services.db.sealedAnswer.count({ where: { machineId, prompt, actorId } });
  if (changes >= MOST_CHANGES) throw tooMany('You have changed your mind often enough.');
  const salt = randomBytes(SALT_BYTES).toString('hex');
  const seal = sealOf({ salt, answer });
  // First what the seal hides: a row without its entry is never looked at, an entry without its row could not be opened.
  await services.db.sealedAnswer.create({ data: { machineId, prompt, actorId, seal, salt, answer } });
  return record(services, machineId, { actor: actorId, command: { verb: 'seal', prompt, seal } });
}

/** The caller's own answers to the questions that are not revealed yet. */
export async function myAnswers(
  { services, access }: SignedIn & { access: MachineAccess },
  { machineId, actorId }: Seat,
): Promise<{ prompt: string; answer: string }[]> {
  const end = access.untilSeq ?? Number.POSITIVE_INFINITY;
  const open = await services.rooms.look(machineId, ({ predictions = [] }) =>
    structuredClone(predictions.filter(({ askedAt }) => askedAt <= end)),
  );
  const seals = open.flatMap((one) => one.seals.filter(({ actor }) => actor === actorId).map(({ seal }) => seal));
  return services.db.sealedAnswer.findMany({
    where: { machineId, actorId, seal: { in: seals } },
    select: { prompt: true, answer: true },
  });
}

/** Ends the answering. */
export async function closeQuestion(
  ctx: SignedIn,
  access: MachineAccess,
  { prompt }: { prompt: string },
): Promise<Recorded> {
  const actor = await staffActor(ctx, access);
  return record(ctx.services, access.machineId, { actor, command: { verb: 'close', prompt } });
}

/** Closes, if nobody has, and opens all answers to everybody, in one entry with their salts. */
export async function revealAnswers(
  ctx: SignedIn,
  access: MachineAccess,
  { prompt, right }: { prompt: string; right?: string },
): Promise<Recorded> {
  const { services } = ctx;
  const { machineId } = access;
  const actor = await staffActor(ctx, access);
  const open = await openPrediction(services, machineId, prompt);
  if (right !== undefined && !open.choices.includes(right)) throw badRequest('That is none of the choices.');
  await opened(services, { machineId, prompt, seals: open.seals });
  // From then on no answer comes in between the reading of the seals and their opening.
  if (!open.isClosed) await record(services, machineId, { actor, command: { verb: 'close', prompt } });
  const { seals } = await openPrediction(services, machineId, prompt);
  const answers = await opened(services, { machineId, prompt, seals });
  const told = right === undefined ? {} : { right };
  const done = await record(services, machineId, { actor, command: { verb: 'reveal', prompt, answers, ...told } });
  // The log has them now.
  await services.db.sealedAnswer.deleteMany({ where: { machineId, prompt } });
  return done;
}

/** @throws TRPCError CONFLICT where an answer was sealed on the machine that this one began as: it stays sealed here */
async function opened(
  services: Services,
  { machineId, prompt, seals }: { machineId: string; prompt: string; seals: OpenPrediction['seals'] },
): Promise<OpenedAnswer[]> {
  const rows = await services.db.sealedAnswer.findMany({ where: { machineId, prompt } });
  return seals.map(({ actor, seal }) => {
    const row = rows.find((one) => one.actorId === actor && one.seal === seal);
    if (!row) throw conflict('These answers were sealed on another machine. They can be revealed only there.');
    return { actor, answer: row.answer, salt: row.salt };
  });
}

async function openPrediction(services: Services, machineId: string, prompt: string): Promise<OpenPrediction> {
  const found = await services.rooms.look(machineId, ({ predictions }) =>
    structuredClone(predictions?.find((one) => one.prompt === prompt)),
  );
  if (!found) throw notFound('This question is not open: it was never put, or its answers are revealed.');
  return found;
}

/** One entry. @throws TRPCError with the reason when the machine rejects it */
async function record(
  { rooms }: Services,
  machineId: string,
  { actor, command }: { actor: string; command: Command },
): Promise<Recorded> {
  const answer = await rooms.submit({ machineId, commandId: `${command.verb}:${newId()}`, command }, actor);
  if (answer.ok) return { seq: answer.seq };
  const { code, message, hint } = answer.rejection;
  const words = hint ? `${message} ${hint}` : message;
  if (code === 'NO_SEAT') throw forbidden(words);
  if (code === 'OVER_QUOTA') throw tooMany(words);
  throw code === 'NO_PROMPT' ? conflict(words) : badRequest(words);
}
