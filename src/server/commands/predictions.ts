import { randomBytes } from 'node:crypto';
import { type Command, type OpenPrediction, type Prediction, sealOf } from '@overcommit/engine';
import type { LabPrompt } from '@overcommit/handbook';
import { promptText } from '@overcommit/handbook/promptText';
import type { AskInput } from '@overcommit/protocol/api';
import { votersAmong } from '@overcommit/reading';
import type { SignedIn } from '../context.ts';
import { type AppError, badRequest, conflict, forbidden, notFound, notNow, tooMany } from '../errors.ts';
import { newId } from '../ids.ts';
import { closeAndOpen, findQuestion, labPrompt, type Opened } from '../questions/index.ts';
import type { Services } from '../services.ts';
import type { MachineAccess } from './access.ts';
import { audit } from './audit.ts';
import { record, rejected } from './record.ts';
import { staffActor } from './staffSeat.ts';

/** Times that one person may change their mind about one question. */
const MOST_CHANGES = 50;
const SALT_BYTES = 16;

type Seat = { machineId: string; actorId: string };
type Recorded = { seq: number };

/** Staff ask all at a machine a question. An entry. @throws AppError with why it cannot be put */
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

async function questionOf(services: Services, input: AskInput): Promise<Question> {
  const { machineId } = input;
  if (input.kind === 'own') {
    const { question, choices } = input;
    return { verb: 'ask', topic: 'own', about: 'other', question, choices };
  }
  if (input.kind === 'next') {
    const choices = await victimChoices(services, machineId);
    return { verb: 'ask', topic: 'next', about: 'victim', question: 'Who dies next?', choices };
  }
  const { courseId, labSlug } = await services.db.machine.findUniqueOrThrow({ where: { id: machineId } });
  const question = await labQuestion(services, machineId, await labPrompt(services, labSlug, input.promptId));
  // In a class staff reveal the answers. On a machine of one's own there are no staff, so the lab does.
  return courseId === null ? { ...question, keeper: 'lab' } : question;
}

async function labQuestion(services: Services, machineId: string, found: LabPrompt | undefined): Promise<Question> {
  if (!found?.choices) throw notFound('This lab has no such question with choices.');
  const { id: topic, choices } = found;
  const question = promptText(found, await services.rooms.read(machineId, 'spec'));
  return choices === 'live processes'
    ? { verb: 'ask', topic, about: 'victim', question, choices: await victimChoices(services, machineId) }
    : { verb: 'ask', topic, about: 'other', question, choices };
}

/**
 * A member asks a question of the machine's lab. The lab reveals its answers. Rules: engine SPEC/platform.md
 * @throws AppError with why it cannot be put
 */
export async function putLabQuestion(
  { services, user, access }: SignedIn & { access: MachineAccess },
  { machineId, actorId }: Seat,
  promptId: string,
): Promise<Recorded & { prompt: string }> {
  refuseConcealed(access);
  const { labSlug, membersAsk } = await services.db.machine.findUniqueOrThrow({ where: { id: machineId } });
  if (!membersAsk && !access.isStaff) throw forbidden('The staff of this machine put the questions here.');
  const wait = services.actionLimits.count('ask', user.id);
  if (wait !== null) throw tooMany(`You put many questions just now. Try again in ${wait} seconds.`);
  const question = await labQuestion(services, machineId, await labPrompt(services, labSlug, promptId));
  const head = await services.store.head(machineId);
  const earlier = (await services.past.questions(machineId, head?.version ?? 0)).filter(
    ({ topic }) => topic === promptId,
  );
  await refuseAnswered(services, machineId, { question, earlier });
  // Two requests at the same moment get the same number, and a log takes a commandId once.
  const prompt = `${promptId}.${earlier.length + 1}`;
  const command = { ...question, prompt, keeper: 'lab' } as const;
  return { prompt, ...(await record(services, machineId, { actor: actorId, command, commandId: prompt })) };
}

/** Refuses a question whose outcome or whose answers are known: then there is nothing to predict. */
async function refuseAnswered(
  { lab }: Services,
  machineId: string,
  { question, earlier }: { question: Question; earlier: readonly Prediction[] },
): Promise<void> {
  const before = earlier.at(-1);
  if (before && before.revealedAt === null) throw conflict('This question is put already: answer it.');
  if (question.about === 'victim') {
    if (before && before.decidedAt === null)
      throw conflict('Its answers are known already. It can be put again once someone has died.');
    return;
  }
  if (before) throw conflict('This question was put already, and its answers are known.');
  if (await lab.questionOutcome(machineId, { topic: question.topic, askedAt: 0 }))
    throw conflict('It has happened already: there is nothing left to predict.');
}

/** Whether members may put the lab's questions on this machine. */
export async function allowQuestions(
  { services, user }: SignedIn,
  { machineId }: MachineAccess,
  { isAllowed }: { isAllowed: boolean },
): Promise<{ ok: true }> {
  await services.db.$transaction(async (tx) => {
    await tx.machine.update({ where: { id: machineId }, data: { membersAsk: isAllowed } });
    const change = { actor: user.id, action: 'machine.membersAsk', subject: machineId, after: { isAllowed } };
    await audit(tx, change);
  });
  return { ok: true };
}

/** The living processes in the order of their start, then "nobody". @throws AppError BAD_REQUEST if none is alive */
async function victimChoices({ rooms }: Services, machineId: string): Promise<string[]> {
  const choices = await rooms.read(machineId, 'victimChoices');
  if (choices.length === 0) throw badRequest('There is no one to choose: no process is alive. Start one first.');
  return choices;
}

/**
 * Seals an answer: the answer and its salt go into a table, their hash into the log. Until the question is closed, a
 * second answer replaces the first.
 */
export async function answerQuestion(
  { services, access }: SignedIn & { access: MachineAccess },
  { machineId, actorId }: Seat,
  { prompt, answer }: { prompt: string; answer: string },
): Promise<Recorded> {
  refuseConcealed(access);
  const open = await openQuestion(services, machineId, prompt);
  if (open.isClosed) throw conflict('This question is closed: your last answer counts.');
  if (!open.choices.includes(answer)) throw badRequest('This is not one of the choices.');
  const changes = await services.db.sealedAnswer.count({ where: { machineId, prompt, actorId } });
  if (changes >= MOST_CHANGES) throw tooMany('You have changed your mind often enough.');
  const salt = randomBytes(SALT_BYTES).toString('hex');
  const seal = sealOf({ salt, answer });
  // The row first: a row without an entry is never read, but an entry without its row could not be opened.
  await services.db.sealedAnswer.create({ data: { machineId, prompt, actorId, seal, salt, answer } });
  return record(services, machineId, { actor: actorId, command: { verb: 'seal', prompt, seal } });
}

function refuseConcealed({ untilSeq }: MachineAccess): void {
  if (untilSeq !== null)
    throw notNow('The rest of this machine is concealed for now: nothing is asked or answered on it.');
}

/** The caller's own answers to questions that are not revealed yet. */
export async function myAnswers(
  { services, access }: SignedIn & { access: MachineAccess },
  { machineId, actorId }: Seat,
): Promise<{ prompt: string; answer: string }[]> {
  const end = access.untilSeq ?? Number.POSITIVE_INFINITY;
  const open = (await services.rooms.read(machineId, 'predictions')).filter(({ askedAt }) => askedAt <= end);
  const seals = open.flatMap((one) => one.seals.filter(({ actor }) => actor === actorId).map(({ seal }) => seal));
  return services.db.sealedAnswer.findMany({
    where: { machineId, actorId, seal: { in: seals } },
    select: { prompt: true, answer: true },
  });
}

/** What was asked up to entry `atSeq`, for a screen that did not see it happen. */
export async function pastQuestions(
  { services }: SignedIn,
  { machineId, untilSeq }: MachineAccess,
  { atSeq }: { atSeq: number },
): Promise<Prediction[]> {
  return services.past.questions(machineId, Math.min(atSeq, untilSeq ?? atSeq));
}

/**
 * A member ends the answering of a lab's question, once all who are here have answered. Then the lab reveals it.
 * @throws AppError PRECONDITION_FAILED while an answer is missing
 */
export async function endAnswering(
  { services, access }: SignedIn & { access: MachineAccess },
  { machineId, actorId }: Seat,
  { prompt }: { prompt: string },
): Promise<Recorded> {
  refuseConcealed(access);
  const { courseId } = await services.db.machine.findUniqueOrThrow({ where: { id: machineId } });
  const missing = votersAmong(await services.rooms.read(machineId, 'unanswered', prompt), courseId !== null);
  const isHere = ({ actor }: { actor: string }) => services.onScreens.isHere(machineId, actor);
  // The engine does not know whether staff's seat is an owner's, and would not wait for it.
  if (missing.some((one) => one.role === 'staff' && isHere(one)))
    throw notNow('The owner of this machine has not answered yet.');
  const away = missing.filter((one) => one.role === 'student' && !isHere(one)).map(({ actor }) => actor);
  return record(services, machineId, { actor: actorId, command: { verb: 'close', prompt, away } });
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

/** Closes the question, if it is open, and reveals all answers in one entry, with their salts. */
export async function revealAnswers(
  ctx: SignedIn,
  access: MachineAccess,
  { prompt, right }: { prompt: string; right?: string },
): Promise<Recorded> {
  const { services } = ctx;
  const { machineId } = access;
  const actor = await staffActor(ctx, access);
  const open = await openQuestion(services, machineId, prompt);
  if (right !== undefined && !open.choices.includes(right)) throw badRequest('This is not one of the choices.');
  const opened = await closeAndOpen(services, machineId, { actor, question: open });
  if (!opened.ok) throw notOpened(opened);
  const { answers } = opened;
  const outcome = right === undefined ? await outcomeOf(services, machineId, open) : { right };
  const done = await record(services, machineId, { actor, command: { verb: 'reveal', prompt, answers, ...outcome } });
  // The log has them now.
  await services.db.sealedAnswer.deleteMany({ where: { machineId, prompt } });
  return done;
}

/** @throws AppError NOT_FOUND */
async function openQuestion(services: Services, machineId: string, prompt: string): Promise<OpenPrediction> {
  const found = await findQuestion(services, machineId, prompt);
  if (!found) throw notOpen();
  return found;
}

function notOpen(): AppError {
  return notFound('This question is not open: it was never put, or its answers are revealed.');
}

function notOpened(opened: Extract<Opened, { ok: false }>): AppError {
  if (opened.reason === 'rejected') return rejected(opened.rejection);
  if (opened.reason === 'notOpen') return notOpen();
  return conflict('These answers were sealed on another machine. They can be revealed only there.');
}

/** The outcome of a lab's question by the log, for a reveal in which staff name none. */
async function outcomeOf(
  { lab }: Services,
  machineId: string,
  open: OpenPrediction,
): Promise<{ right?: string; decidedAt?: number }> {
  const decided = open.about === 'victim' ? null : await lab.questionOutcome(machineId, open);
  if (!decided) return {};
  return { decidedAt: decided.at, ...(decided.right === null ? {} : { right: decided.right }) };
}
