/** The type of a name or a field, as CEL spells it; a list has rows with the fields of its name. */
type FieldType = 'int' | 'string' | 'bool' | 'list<string>';

/** One name that an expression may use, for the checker, the editor's completion and the documentation. */
export type PredicateName = {
  name: string;
  what: string;
  /** `rows`: a list of rows with `fields`. `row`: one such row. Else a plain value. */
  kind: 'rows' | 'row' | 'int' | 'string';
  /** CEL type of a row with these fields; names with the same rows share it. */
  type: string;
  fields: Readonly<Record<string, FieldType>>;
  /** Asked with an entry's number: `processes(12)`. */
  isFunction?: true;
  /** Only for items of each member. */
  isOfMember?: true;
};

const ENTRY: PredicateName['fields'] = {
  seq: 'int',
  tick: 'int',
  actor: 'string',
  verb: 'string',
  process: 'string',
  child: 'string',
  region: 'string',
  line: 'string',
  result: 'string',
  ok: 'bool',
  pages: 'int',
  swappedInPages: 'int',
  died: 'list<string>',
  waits: 'string',
};
const plain = (name: string, kind: 'int' | 'string', what: string): PredicateName => {
  return { name, what, kind, type: kind, fields: {} };
};
const entries = (name: string, what: string): PredicateName => {
  return { name, what, kind: 'rows', type: 'Entry', fields: ENTRY };
};

/** All names that `earned` and `evidence` see. PREDICATES.md explains them with examples. */
export const PREDICATE_NAMES: readonly PredicateName[] = [
  entries('entries', 'commands that students sent'),
  entries('staff', 'commands that staff sent; no other list has them'),
  {
    name: 'kills',
    what: 'kills by the out-of-memory killer',
    kind: 'rows',
    type: 'Kill',
    fields: {
      seq: 'int',
      tick: 'int',
      victim: 'string',
      victimOwner: 'string',
      trigger: 'string',
      triggerOwner: 'string',
      points: 'int',
      marginKb: 'int',
      policy: 'string',
      cgroup: 'string',
    },
  },
  {
    name: 'refusals',
    what: 'refusals of memory',
    kind: 'rows',
    type: 'Refusal',
    fields: {
      seq: 'int',
      tick: 'int',
      actor: 'string',
      verb: 'string',
      process: 'string',
      errno: 'string',
      askedKb: 'int',
      promisedKb: 'int',
      limitKb: 'int',
    },
  },
  {
    name: 'forks',
    what: 'fork, vfork and posix_spawn',
    kind: 'rows',
    type: 'Fork',
    fields: {
      seq: 'int',
      tick: 'int',
      actor: 'string',
      verb: 'string',
      parent: 'string',
      child: 'string',
      ok: 'bool',
      errno: 'string',
      askedKb: 'int',
      execedAt: 'int',
    },
  },
  {
    name: 'predictions',
    what: 'answers to questions to the class',
    kind: 'rows',
    type: 'Prediction',
    fields: {
      seq: 'int',
      actor: 'string',
      prompt: 'string',
      answer: 'string',
      right: 'bool',
      askedAt: 'int',
      revealedAt: 'int',
      decidedAt: 'int',
    },
  },
  {
    name: 'answers',
    what: 'texts that were handed in',
    kind: 'rows',
    type: 'Answer',
    fields: { prompt: 'string', scope: 'string', actor: 'string', text: 'string', words: 'int' },
  },
  {
    name: 'members',
    what: 'the team, each member in figures',
    kind: 'rows',
    type: 'Member',
    fields: { actor: 'string', commands: 'int', pages: 'int', kills: 'int', refusals: 'int', suffered: 'int' },
  },
  plain('late', 'int', 'minutes after the due date; 0 = on time'),
  plain('last', 'int', 'number of the last entry'),
  { ...entries('after', 'the rows of `entries` after an entry'), isFunction: true },
  {
    name: 'processes',
    what: 'the processes after an entry',
    kind: 'rows',
    type: 'Process',
    isFunction: true,
    fields: {
      pid: 'int',
      name: 'string',
      owner: 'string',
      state: 'string',
      vszKb: 'int',
      rssKb: 'int',
      swapKb: 'int',
      chargedKb: 'int',
      oomScore: 'int',
      oomScoreAdj: 'int',
    },
  },
  {
    name: 'commit',
    what: 'memory and what is promised of it, after an entry',
    kind: 'row',
    type: 'Commit',
    isFunction: true,
    fields: {
      promisedKb: 'int',
      limitKb: 'int',
      isEnforced: 'bool',
      ramKb: 'int',
      swapKb: 'int',
      swapUsedKb: 'int',
      freeKb: 'int',
    },
  },
  { ...plain('me', 'string', 'the member’s actor'), isOfMember: true },
  { ...entries('mine', 'the rows of `entries` of that member'), isOfMember: true },
  {
    name: 'caused',
    what: 'what happened at the member’s request',
    kind: 'row',
    type: 'Caused',
    fields: { pages: 'int', kills: 'int', refusals: 'int' },
    isOfMember: true,
  },
  {
    name: 'suffered',
    what: 'kills of the member’s processes at another person’s request',
    kind: 'row',
    type: 'Suffered',
    fields: { kills: 'int' },
    isOfMember: true,
  },
];
