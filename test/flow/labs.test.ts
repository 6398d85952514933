import {
  commitStatement,
  type Entry,
  type Fact,
  listProcesses,
  type MachineSpec,
  RULE_SETTING,
  replay,
  swapS,
  vary,
} from '@overcommit/engine';
import { findLab, LABS, type Lab, type LabVariant } from '@overcommit/handbook';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePerson, PASSWORD, type Person } from '../access/people.ts';
import { type Browser, openBrowser, startServer, type TestServer } from '../access/server.ts';
import { withDatabase } from '../fixtures/postgres.ts';

type Line = { hand: Hand; line: string };
type Hand = 'ana' | 'ben' | 'staff';
/** A played lab: the answer to each line, and the log as the API gives it. */
type Played = { answers: [line: string, result: string][]; spec: MachineSpec; entries: Entry[] };
type Page = { header: { machine: { spec: MachineSpec } }; entries: Entry[]; lastSeq: number };

const lab = (slug: string): Lab => findLab(slug) ?? expect.fail(`no lab ${slug}`);
const variant = (of: Lab, id?: string): LabVariant =>
  of.variants.find((one) => id === undefined || one.id === id) ?? expect.fail(`no ${id}`);
/** The lines of the lab's steps. What its script starts belongs to the first seat, and that is Tess's here. */
const stepsOf = ({ story, script }: Lab): Line[] => {
  const isOfFirst = script.some((line) => line.endsWith(' 1000'));
  return story.map(({ hand, line }) => ({ hand: isOfFirst && hand === 'ana' ? 'staff' : hand, line }));
};

const factsOf = <T extends Fact['type']>(entries: Entry[], type: T) =>
  entries.flatMap(({ facts }) => facts.filter((fact): fact is Extract<Fact, { type: T }> => fact.type === type));
const killed = ({ entries }: Played) => factsOf(entries, 'VictimChosen').map(({ victim }) => victim.process);
const at = ({ spec, entries }: Played, seq: number) => replay(spec, entries, seq);
/** Number of the entry of the nth time that a line was sent. */
const seqOf = ({ answers, entries }: Played, line: string, nth = 0): number => {
  const typed = entries.filter(({ actor, command }) => actor !== 'system' && command.verb !== 'tick');
  const sent = answers.filter(([text]) => !text.startsWith('tick '));
  const found = sent.flatMap(([text], i) => (text === line ? [typed[i]?.seq ?? 0] : []))[nth];
  return found ?? expect.fail(`${line} was not sent`);
};
const answerTo = ({ answers }: Played, line: string): string | undefined =>
  answers.find(([text]) => text === line)?.[1];

describe('the labs, through the API', () => {
  const database = withDatabase();
  let server: TestServer;
  let hands: Record<Hand, Browser>;

  beforeAll(async () => {
    server = await startServer(database.appUrl);
    const people = await Promise.all(
      ['Tess', 'Ana', 'Ben'].map((name) => makePerson(server.services, { name, hasPassword: true })),
    );
    const [staff, ana, ben] = (await Promise.all(people.map(signIn))) as [Browser, Browser, Browser];
    hands = { staff, ana, ben };
  });
  afterAll(() => server.close());

  async function signIn(person: Person): Promise<Browser> {
    const browser = openBrowser(server.origin);
    expect((await browser.signIn(person.email, PASSWORD)).status).toBe(200);
    return browser;
  }

  /** Tess starts the lab and shares it; Ana and Ben join by its code. */
  async function start({ slug }: Lab, { policy, settings }: Pick<LabVariant, 'policy' | 'settings'>): Promise<string> {
    const { data, message } = await hands.staff.mutate<{ machineId: string }>('labs.start', { slug, policy, settings });
    if (!data) throw new Error(message);
    const { machineId } = data;
    await hands.staff.mutate('machines.open', { machineId });
    const { data: share } = await hands.staff.mutate<{ code: string }>('machines.share', { machineId });
    for (const hand of [hands.ana, hands.ben]) {
      await hand.mutate('machines.joinByCode', { code: share.code });
      expect((await hand.mutate('machines.open', { machineId })).status).toBe(200);
    }
    return machineId;
  }

  async function logOf(machineId: string): Promise<Pick<Played, 'spec' | 'entries'>> {
    const { data } = await hands.ana.query<Page>('log.page', { machineId, afterSeq: 0, limit: 500 });
    expect(data.entries).toHaveLength(data.lastSeq);
    return { spec: data.header.machine.spec, entries: data.entries };
  }

  async function play(of: Lab, under: Pick<LabVariant, 'policy' | 'settings'>, lines: Line[]): Promise<Played> {
    const machineId = await start(of, under);
    const answers: Played['answers'] = [];
    for (const { hand, line } of lines) {
      const input = { machineId, commandId: crypto.randomUUID(), seenSeq: 0, line };
      const { data } = await hands[hand].mutate<{ ok: boolean; result: string }>('machines.submit', input);
      expect(data, line).toMatchObject({ ok: true });
      answers.push([line, data.result]);
    }
    return { answers, ...(await logOf(machineId)) };
  }

  it('1: fork doubles the promise, and used memory does not move until the child writes', async () => {
    const one = lab('fork-doubles-the-bill');
    const played = await play(one, variant(one), stepsOf(one));
    const seq = seqOf(played, 'fork shop branch');
    const [before, after] = [commitStatement(at(played, seq - 1)), commitStatement(at(played, seq))];
    const child = listProcesses(at(played, seq)).find(({ name }) => name === 'branch');
    expect(after.committedPages - before.committedPages).toBe(child?.chargedPages);
    expect(child?.chargedPages).toBeGreaterThan(40 * 256);
    expect(before.freePages - after.freePages).toBeLessThan(100);
    const wrote = commitStatement(at(played, seqOf(played, 'touch branch stock 0 10M w')));
    expect(wrote.committedPages).toBe(after.committedPages);
    expect(after.freePages - wrote.freePages).toBeGreaterThanOrEqual(10 * 256);
  });

  it('2: modes 0, 1 and 2 differ on one list of commands; only strict refuses a fork', async () => {
    const two = lab('always-yes');
    const tail = async (id: string) =>
      (await play(two, variant(two, id), stepsOf(two))).answers.slice(-7).map(([, r]) => r);
    expect(await tail('linux-guess')).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ENOMEM']);
    expect(await tail('linux-always')).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok']);
    expect(await tail('linux-never')).toEqual(['ENOMEM', 'ENOMEM', 'ENOMEM', 'ok', 'ENOMEM', 'ENOMEM', 'ENOMEM']);
  });

  it('3: the promise rises at the fork and falls at the exec, and the parent sits in wait until its child exits', async () => {
    const three = lab('exec-saves-the-day');
    const played = await play(three, variant(three), stepsOf(three));
    const promised = (line: string) => commitStatement(at(played, seqOf(played, line))).committedPages;
    const parent = (line: string) =>
      listProcesses(at(played, seqOf(played, line))).find(({ name }) => name === 'sh')?.state;
    const full = promised('touch sh heap 0 70M w');
    expect(promised('fork sh ls')).toBeGreaterThan(full + 70 * 256);
    expect(promised('exec ls')).toBeLessThan(full + 256);
    expect([parent('wait sh'), parent('exec ls'), parent('exit ls 0')]).toEqual(['waiting', 'waiting', 'running']);
    const strict = await play(three, variant(three, 'linux-never'), stepsOf(three));
    expect(answerTo(strict, 'fork sh ls')).toBe('ENOMEM');
  });

  it('4: Ben’s touch kills Ana’s database; under strict accounting and Solaris the fork is refused and nobody dies', async () => {
    const four = lab('the-database-dies');
    const played = await play(four, variant(four), four.story);
    const [choice] = factsOf(played.entries, 'VictimChosen');
    const entry = played.entries.find(({ facts }) => facts.some((fact) => fact === choice));
    const uidOf = (name: string) => choice?.candidates.find(({ process }) => process === name)?.uid;
    expect(choice).toMatchObject({ trigger: { process: 'web' }, victim: { process: 'db' } });
    expect(uidOf('db')).not.toBe(uidOf('web'));
    expect(entry?.seq).toBe(seqOf(played, 'touch web cache 50M 10M w'));
    for (const id of ['linux-never', 'solaris']) {
      const strict = await play(four, variant(four, id), four.story);
      expect([answerTo(strict, 'fork db bgsave'), killed(strict)]).toEqual(['ENOMEM', []]);
    }
  });

  it('5: the class’s own rule chooses the victims, on the live machine and on recorded logs', async () => {
    const five = lab('who-do-we-throw-out');
    const usual = await play(five, variant(five), five.story);
    expect(killed(usual)).toEqual(['db']);
    const rule = 'uid == 0 ? 0 : rss / (age + 1)';
    const { policy, settings } = variant(five);
    const ruled = await play(five, { policy, settings: { ...settings, [RULE_SETTING]: rule } }, five.story);
    expect(killed(ruled)).toEqual(['cc1']);
    expect(factsOf(ruled.entries, 'VictimChosen')[0]).toMatchObject({ formula: rule, rule: 'RULE-3' });
    expect(ruled.spec.settings[RULE_SETTING]).toBe(rule);
    const recorded = vary(
      { spec: usual.spec, entries: usual.entries },
      { from: 0, settings: { [RULE_SETTING]: 'name == "report"' } },
    );
    expect(killed({ answers: [], spec: usual.spec, entries: recorded.entries })).toEqual(['report', 'cc1']);
  });

  it('5: a rule that cannot be read starts no machine, and the place of the mistake is told', async () => {
    const settings = { 'vm/overcommit_memory': '0', [RULE_SETTING]: 'rss + sawp' };
    const answer = await hands.staff.mutate('labs.start', {
      slug: 'who-do-we-throw-out',
      policy: 'linux-6.1',
      settings,
    });
    expect(answer.code).toBe('BAD_REQUEST');
    expect(answer.message).toMatch(/at column 7: there is no term “sawp”/);
  });

  it('6: 2.4 picks the browser, which had not asked; 6.1 picks the compiler', async () => {
    const six = lab('netscape-1999');
    const old = await play(six, variant(six, 'linux-2-4'), stepsOf(six));
    const [choice] = factsOf(old.entries, 'VictimChosen');
    expect(choice).toMatchObject({ policy: 'linux-2.4', trigger: { process: 'cc1' }, victim: { process: 'netscape' } });
    expect(killed(old)).toEqual(['netscape', 'cc1plus']);
    expect(killed(await play(six, variant(six, 'linux-guess'), stepsOf(six)))[0]).toBe('cc1');
  });

  it('7: the protected database lives, the others die for it; ratio and mode decide what is refused', async () => {
    const seven = lab('the-knobs');
    const lines = stepsOf(seven);
    expect(killed(await play(seven, variant(seven), lines))).toEqual(['job', 'web']);
    const ratio = (percent: number): Line[] => [
      { hand: 'staff', line: 'sysctl vm/overcommit_memory 2' },
      { hand: 'staff', line: `sysctl vm/overcommit_ratio ${percent}` },
      ...lines,
    ];
    const firstRefused = async (percent: number) =>
      (await play(seven, variant(seven), ratio(percent))).answers.find(([, result]) => result !== 'ok');
    expect(await firstRefused(80)).toEqual(['mmap job j 200M rw private', 'ENOMEM']);
    expect(await firstRefused(30)).toEqual(['mmap db pool 120M rw private', 'ENOMEM']);
  });

  it('8: AIX warns, the cache listens, the youngest is killed, then the batch job; with early allocation it is refused and lives', async () => {
    const eight = lab('aix-warns-first');
    const late = await play(eight, variant(eight, 'aix-late'), stepsOf(eight));
    const order = late.entries.flatMap(({ facts }) =>
      facts.flatMap(({ type }) => (type === 'DangerSignalled' || type === 'VictimChosen' ? [type] : [])),
    );
    expect(order[0]).toBe('DangerSignalled');
    expect(order.at(-1)).toBe('VictimChosen');
    expect(killed(late)).toEqual(['job', 'batch']);
    const warned = late.entries.find(({ facts }) => facts.some(({ type }) => type === 'DangerSignalled'))?.seq ?? 0;
    const cache = (seq: number) => listProcesses(at(late, seq)).find(({ name }) => name === 'cache')?.anonPages ?? 0;
    expect(cache(warned - 1)).toBeGreaterThan(30 * 256);
    expect(cache(warned)).toBeLessThan(256);
    const early = await play(eight, variant(eight, 'aix-early'), stepsOf(eight));
    expect([answerTo(early, 'mmap batch b 200M rw private'), killed(early)]).toEqual(['ENOMEM', []]);
  });

  it('9: Solaris refuses the fork with its sum, grants it once memory was given back, and nobody dies', async () => {
    const nine = lab('solaris-says-no');
    const played = await play(nine, variant(nine, 'solaris'), stepsOf(nine));
    expect([answerTo(played, 'fork db bgsave'), answerTo(played, 'fork db second'), killed(played)]).toEqual([
      'ENOMEM',
      'ok',
      [],
    ]);
    const refused = factsOf(played.entries, 'ChargeDecided').find(({ isGranted }) => !isGranted);
    expect((refused?.asked ?? 0) + (refused?.counted ?? 0)).toBeGreaterThan(refused?.limit ?? Number.POSITIVE_INFINITY);
    const swap = (line: string) => swapS(at(played, seqOf(played, line)));
    expect(swap('spawn db')).toMatch(/reserved.*used.*available/);
    expect(swap('mmap db pool 110M rw private')).not.toBe(swap('spawn db'));
    expect(answerTo(await play(nine, variant(nine, 'linux-guess'), stepsOf(nine)), 'fork db bgsave')).toBe('ok');
  });

  it('10: a vfork child hangs on a stopped thread’s lock, and its parent with it; posix_spawn does not', async () => {
    const ten = lab('vfork-then-posix-spawn');
    const played = await play(ten, variant(ten, 'solaris'), stepsOf(ten));
    expect([answerTo(played, 'fork editor ls'), answerTo(played, 'vfork editor ls')]).toEqual(['ENOMEM', 'ok']);
    expect(factsOf(played.entries, 'DeadlockFound')).toMatchObject([{ cycle: ['fmt', 'editor.saver', 'fmt'] }]);
    const hung = listProcesses(at(played, seqOf(played, 'lock fmt heap'))).map(({ stateNote }) => stateNote ?? '');
    expect(hung).toEqual([expect.stringContaining('deadlock'), expect.stringContaining('deadlock')]);
    expect([answerTo(played, 'unlock editor.saver heap'), answerTo(played, 'touch editor text 0 4K w')]).toEqual([
      'EAGAIN',
      'EAGAIN',
    ]);
    expect(played.answers.slice(-4)).toEqual([
      ['posix_spawn editor fmt', 'ok'],
      ['lock fmt heap', 'ok'],
      ['exit fmt 0', 'ok'],
      ['unlock editor.saver heap', 'ok'],
    ]);
    expect(killed(played)).toEqual([]);
  });

  it('each lab can be started in each of its variants, and its starting script is in the log', async () => {
    for (const one of LABS) {
      const last = one.variants.at(-1) as LabVariant;
      const { data } = await hands.ana.mutate<{ machineId: string }>('labs.start', {
        slug: one.slug,
        policy: last.policy,
        settings: last.settings,
      });
      await hands.ana.mutate('machines.open', { machineId: data.machineId });
      const { spec, entries } = await logOf(data.machineId);
      expect(spec).toMatchObject({ ...one.machine, policy: last.policy });
      expect(entries.filter(({ actor, command }) => actor === 'system' && command.verb !== 'seat')).toHaveLength(
        one.script.length,
      );
    }
  });
});
