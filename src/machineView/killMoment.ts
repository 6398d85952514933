import {
  choiceClause,
  choiceShort,
  type Death,
  type Decision,
  type History,
  type Loss,
  lastWhere,
  upTo,
} from '@overcommit/reading';
import type { People, SeatLike } from './people.ts';

type Kill = Decision & { kind: 'kill' };
export type Victim = {
  pid: number;
  name: string;
  uid: number;
  /** "Ana’s", "Your", or empty where the victim has no owner here. */
  whose: string;
  isMine: boolean;
  /** Null where the page did not see the machine before the kill. */
  loss: Loss | null;
};
/** The kills of one entry, as the page announces them. Sizes in pages. */
export type KillMoment = {
  seq: number;
  victims: Victim[];
  /** One sentence of who died, one of why. */
  title: string;
  why: string;
  /** Whose process asked for the page; null = the kernel itself. */
  asker: { pid: number; whose: string } | null;
  isMine: boolean;
  /** All that came free, and the places where it lay in the frame map, in pairs from–to. */
  freedPages: number;
  heldPages: number;
  promisedPages: number;
  freed: number[];
};

/** Victims that are named; a fork bomb's are too many. */
const MOST_NAMED = 4;

/** The newest kills up to an entry: all of one entry together. Null = none yet. */
export function lastKillMoment(
  { history, seq }: { history: History; seq: number },
  people: People,
  mySeat: SeatLike | null,
): KillMoment | null {
  const last = lastWhere(upTo(history.decisions, seq), isKill);
  return last ? killMomentAt(history, last.seq, people, mySeat) : null;
}

/** The kills of entry `seq`; null = it killed no process. */
export function killMomentAt(
  history: Pick<History, 'decisions' | 'deaths'>,
  seq: number,
  people: People,
  mySeat: SeatLike | null,
): KillMoment | null {
  const kills = history.decisions.filter((d): d is Kill => d.seq === seq && isKill(d));
  const [first] = kills;
  if (!first) return null;
  const deaths = history.deaths.filter((d) => d.seq === seq && d.fact.cause === 'oom-kill');
  const victims = kills.map((kill) => victimOf(kill, deaths, people, mySeat));
  const losses = victims.flatMap(({ loss }) => loss ?? []);
  const sum = (of: (loss: Loss) => number) => losses.reduce((all, loss) => all + of(loss), 0);
  return {
    seq,
    victims,
    title: titleOf(victims),
    why: whyOf(first, { victims, people, mySeat }),
    asker: askerOf(first, people, mySeat),
    isMine: victims.some(({ isMine }) => isMine),
    freedPages: sum(({ freedPages }) => freedPages),
    heldPages: sum(({ heldPages }) => heldPages),
    promisedPages: sum(({ promisedPages }) => promisedPages),
    freed: merged(losses.map(({ freed }) => freed)),
  };
}

/** A kill of another person's process that the reader's own request set off: one sentence of who died, one of why. */
export type SetOff = { seq: number; title: string; why: string };

/** The newest `most` of them up to an entry, newest first; the kills of one entry are one. */
export function killsSetOff(
  { history, seq }: { history: Pick<History, 'decisions' | 'deaths'>; seq: number },
  { people, mySeat, most }: { people: People; mySeat: SeatLike; most: number },
): SetOff[] {
  const kills = upTo(history.decisions, seq).filter(
    (d): d is Kill => isKill(d) && isSetOffBy(d, mySeat) && isOfAnother(d.fact, mySeat),
  );
  const seqs = [...new Set(kills.map((kill) => kill.seq))].slice(-most).reverse();
  return seqs.map((at) => {
    const own = kills.filter((kill) => kill.seq === at);
    const [first] = own as [Kill];
    const victims = own.map((kill) => victimOf(kill, history.deaths, people, mySeat));
    const choice = victims.length > 1 ? 'one was not enough' : choiceClause(first.fact, first.fact.victim.process);
    const need = needOf(first, { isSelf: false, people, mySeat });
    return { seq: at, title: `You killed ${listed(victims)}.`, why: `${need.slice(0, -1)}: ${choice}.` };
  });
}

/** By the owner of the process that asked, as the card says it; several members of staff share uid 0, so there it is who typed the line. */
function isSetOffBy({ fact, actor }: Kill, mySeat: SeatLike): boolean {
  const uid = uidOf(fact, fact.trigger.pid) ?? 0;
  return uid > 0 ? uid === mySeat.uid : actor === mySeat.actorId;
}

function isOfAnother(fact: Kill['fact'], mySeat: SeatLike): boolean {
  const uid = uidOf(fact, fact.victim.pid) ?? 0;
  return uid > 0 && uid !== mySeat.uid;
}

const isKill = (decision: Decision): decision is Kill => decision.kind === 'kill';

function victimOf({ fact }: Kill, deaths: readonly Death[], people: People, mySeat: SeatLike | null): Victim {
  const { pid, process: name } = fact.victim;
  const death = deaths.find((d) => d.fact.pid === pid);
  const uid = death?.fact.uid ?? uidOf(fact, pid) ?? -1;
  return { pid, name, uid, ...ownerWords(uid, people, mySeat), loss: death?.loss ?? null };
}

const uidOf = ({ candidates }: Kill['fact'], pid: number): number | undefined =>
  candidates.find((one) => one.pid === pid)?.uid;

function ownerWords(uid: number, people: People, mySeat: SeatLike | null): { whose: string; isMine: boolean } {
  // Several members of staff share uid 0.
  const isMine = mySeat !== null && uid > 0 && mySeat.uid === uid;
  if (isMine) return { whose: 'Your', isMine };
  return { whose: uid > 0 ? possessive(people.nameOfUid(uid)) : '', isMine };
}

/** "Ana’s", "Agnes’". */
const possessive = (name: string): string => (name.endsWith('s') ? `${name}’` : `${name}’s`);

/** "Your" at the start of a sentence, "your" within one. */
const within = (whose: string): string => (whose === 'Your' ? 'your' : whose);
const named = ({ whose, name }: Pick<Victim, 'whose' | 'name'>): string => (whose ? `${whose} ${name}` : name);

const titleOf = (victims: readonly Victim[]): string =>
  `${listed(victims)} ${victims.length === 1 ? 'was' : 'were'} killed.`;

/** "Ana’s db, your web and cc". */
function listed(victims: readonly Victim[]): string {
  const shown = victims
    .slice(0, MOST_NAMED)
    .map((one, i) => named({ ...one, whose: i > 0 ? within(one.whose) : one.whose }));
  const more = victims.length - shown.length;
  const all = more > 0 ? [...shown, `${more} more`] : shown;
  return all.length === 1 ? (all[0] as string) : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

function askerOf({ fact }: Kill, people: People, mySeat: SeatLike | null): KillMoment['asker'] {
  const { pid } = fact.trigger;
  if (pid === 0) return null;
  const uid = uidOf(fact, pid);
  return { pid, whose: uid === undefined ? '' : ownerWords(uid, people, mySeat).whose };
}

type Around = { victims: readonly Victim[]; people: People; mySeat: SeatLike | null };

/** Who needed what, what was missing, and why this one. */
function whyOf(kill: Kill, { victims, people, mySeat }: Around): string {
  const { fact } = kill;
  const victim = victims[0] as Victim;
  const isSelf = fact.trigger.pid === victim.pid;
  const need = needOf(kill, { isSelf, people, mySeat });
  if (fact.trigger.pid === 0) return `${need} ${choiceShort(fact, victim.name)}`;
  const called = victim.isMine && !isSelf && victims.length === 1 ? 'Yours' : victim.name;
  const choice = victims.length > 1 ? 'One was not enough.' : choiceShort(fact, isSelf ? 'It' : called);
  return `${need} ${choice}`;
}

/** Who needed what, and what was missing. @param isSelf the one that asked is the one that was killed */
function needOf(kill: Kill, { isSelf, people, mySeat }: Omit<Around, 'victims'> & { isSelf: boolean }): string {
  const { scope, trigger } = kill.fact;
  const asker = askerOf(kill, people, mySeat);
  if (asker === null) return 'Free paging space fell below the mark at which this kernel kills.';
  const none = scope === 'machine' ? 'None was left.' : `Its control group ${scope.cgroup} had none left.`;
  return `${isSelf ? 'It' : named({ whose: asker.whose, name: trigger.process })} needed one page. ${none}`;
}

/** Lists of stretches as one, in order; each page is freed once, so that they do not overlap. */
function merged(lists: readonly number[][]): number[] {
  if (lists.length === 1) return lists[0] as number[];
  const pairs: [number, number][] = [];
  for (const list of lists)
    for (let i = 0; i < list.length; i += 2) pairs.push([list[i] as number, list[i + 1] as number]);
  const out: number[] = [];
  for (const [from, to] of pairs.sort((a, b) => a[0] - b[0])) {
    const end = out.at(-1) ?? -1;
    if (from <= end) out[out.length - 1] = Math.max(end, to);
    else out.push(from, to);
  }
  return out;
}
