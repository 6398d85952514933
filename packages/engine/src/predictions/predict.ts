import type { PredictionCommand } from '../commands.ts';
import type { Executed, Rejection } from '../entry.ts';
import { evolve } from '../evolve.ts';
import type { Fact } from '../facts.ts';
import type { Machine, OpenPrediction, Seat } from '../state.ts';

export const MOST_OPEN = 8;
export const MOST_CHOICES = 24;
const MOST_CHARACTERS = 300;
const SEAL = /^[0-9a-f]{64}$/;

type Of<V extends PredictionCommand['verb']> = Extract<PredictionCommand, { verb: V }>;
type Step = { fact: Fact } | { rejection: Rejection };

/**
 * Carries a question to the class, an answer or their end out. Nothing of the simulated computer is touched: no reclaim,
 * no kernel's answer, whether it is paused or has crashed. SPEC [PRD-1]-[PRD-6], [PRD-8]
 */
export function predict(m: Machine, command: PredictionCommand, seat: Seat | undefined): Executed {
  const step = seat ? stepOf(m, command, seat) : refuse('NO_SEAT', 'You have no seat on this machine.');
  if ('rejection' in step) return { ok: false, rejection: step.rejection };
  evolve(m, step.fact);
  m.seq += 1;
  return { ok: true, facts: [step.fact] };
}

function stepOf(m: Machine, command: PredictionCommand, seat: Seat): Step {
  const isStaff = seat.role === 'staff';
  if (command.verb === 'reveal' && !isStaff) return refuse('NO_SEAT', 'Only staff and the lab may reveal.');
  const open = m.predictions?.find((one) => one.prompt === command.prompt);
  if (command.verb === 'ask') return ask(m, command, seat);
  if (!open) return refuse('NO_PROMPT', 'This question is not open: it was never put, or its answers are revealed.');
  if (command.verb === 'seal') return seal(open, command, seat);
  if (command.verb === 'reveal') return reveal(open, command);
  return close(m, open, { away: command.away ?? [], isStaff });
}

/** [PRD-4] [PRD-8] */
function close(m: Machine, open: OpenPrediction, { away, isStaff }: { away: string[]; isStaff: boolean }): Step {
  if (!isStaff && open.keeper !== 'lab') return refuse('NO_SEAT', 'Only staff may close a question that staff put.');
  if (open.isClosed) return refuse('NO_PROMPT', 'This question is closed already.');
  if (isStaff) return { fact: { type: 'PredictionClosed', prompt: open.prompt } };
  const missing = unanswered(m, open).filter((actor) => !away.includes(actor));
  if (missing.length > 0)
    return refuse('NOT_YET', `${missing.length} of those here have not answered yet.`, 'It is closed when all have.');
  return { fact: { type: 'PredictionClosed', prompt: open.prompt, ...(away.length === 0 ? {} : { away: [...away] }) } };
}

/** Members whose answer is not there: the actors of students' seats, in the order in which they sat down. SPEC [PRD-8] */
function unanswered({ seats }: Machine, { seals }: OpenPrediction): string[] {
  const answered = new Set(seals.map(({ actor }) => actor));
  return seats.filter(({ role, actor }) => role === 'student' && !answered.has(actor)).map(({ actor }) => actor);
}

/** [PRD-1] */
function ask(m: Machine, { verb: _verb, ...asked }: Of<'ask'>, { actor, role }: Seat): Step {
  const open = m.predictions ?? [];
  const isOfLab = asked.keeper === 'lab';
  if (role !== 'staff' && !isOfLab) return refuse('NO_SEAT', 'Members put the questions of the lab only.');
  if (isOfLab && open.some(({ keeper, topic }) => keeper === 'lab' && topic === asked.topic))
    return refuse('NO_PROMPT', 'This question of the lab is open already.');
  if (open.some((one) => one.prompt === asked.prompt)) return refuse('NO_PROMPT', 'This question is open already.');
  if (open.length >= MOST_OPEN)
    return refuse('OVER_QUOTA', `At most ${MOST_OPEN} questions may be open.`, 'Reveal one of them first.');
  const { choices, question } = asked;
  const isFair = choices.length >= 2 && choices.length <= MOST_CHOICES && new Set(choices).size === choices.length;
  if (!isFair) return refuse('BAD_LINE', `A question has 2 to ${MOST_CHOICES} choices, all different.`);
  if ([question, ...choices].some((text) => text.trim() === '' || text.length > MOST_CHARACTERS))
    return refuse('BAD_LINE', `A question and its choices have 1 to ${MOST_CHARACTERS} characters each.`);
  return { fact: { type: 'PredictionAsked', ...asked, choices: [...choices], by: actor } };
}

/** [PRD-2] [PRD-3] */
function seal(open: OpenPrediction, { seal: sealed }: Of<'seal'>, { actor }: Seat): Step {
  if (open.isClosed) return refuse('NO_PROMPT', 'This question is closed: your last answer counts.');
  if (!SEAL.test(sealed)) return refuse('BAD_LINE', 'A seal is 64 hex digits.');
  return { fact: { type: 'AnswerSealed', prompt: open.prompt, actor, seal: sealed } };
}

/** [PRD-5] Whether they fit their seals is checked when the log is verified; here, that none is missing and none added. */
function reveal(open: OpenPrediction, { answers, right, decidedAt }: Of<'reveal'>): Step {
  const actors = new Set(answers.map(({ actor }) => actor));
  const isWhole = actors.size === answers.length && actors.size === open.seals.length;
  if (!isWhole || open.seals.some(({ actor }) => !actors.has(actor)))
    return refuse('BAD_LINE', 'A reveal opens every sealed answer once.');
  if (
    [...answers.map(({ answer }) => answer), right ?? open.choices[0]].some((one) => !open.choices.includes(one ?? ''))
  )
    return refuse('BAD_LINE', 'An answer is one of the choices.');
  const opened = answers.map(({ actor, answer, salt }) => ({ actor, answer, salt }));
  const told = { ...(right === undefined ? {} : { right }), ...(decidedAt === undefined ? {} : { decidedAt }) };
  return { fact: { type: 'AnswersRevealed', prompt: open.prompt, answers: opened, ...told } };
}

function refuse(code: Rejection['code'], message: string, hint?: string): Step {
  return { rejection: { code, message, ...(hint === undefined ? {} : { hint }) } };
}
