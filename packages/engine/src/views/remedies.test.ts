import { describe, expect, it } from 'vitest';
import type { Command } from '../commands.ts';
import { evolve } from '../evolve.ts';
import { execute } from '../execute.ts';
import type { Fact } from '../facts.ts';
import { POLICY_IDS, type PolicyId } from '../kernels/ids.ts';
import { bootScript } from '../replay.ts';
import { parseLine, parseScript } from '../script/index.ts';
import { deserialise, serialise } from '../serialise.ts';
import type { MachineSpec } from '../spec.ts';
import type { Machine } from '../state.ts';
import { type Remedy, remediesOf } from './remedies.ts';
import { type Rescue, rescuesOf } from './rescues.ts';

type Decided = { fact: Extract<Fact, { type: 'ChargeDecided' | 'VictimChosen' }>; at: Machine };
type Told = { command: Command; before: string; decided: Decided[] };

const copyOf = (m: Machine): Machine => deserialise(serialise(m));

/** Every line that led to a decision, with the machine before it, and as it stood at each decision. */
function decisions(policy: PolicyId, script: string, settings: Record<string, string> = {}): Told[] {
  const parsed = parseScript(script);
  if (!parsed.ok) throw new Error(parsed.errors.map((e) => `${e.line}: ${e.message}`).join('\n'));
  const spec: MachineSpec = { ...parsed.spec, policy, settings };
  const m = bootScript(spec);
  const told: Told[] = [];
  for (const { command } of parsed.steps) {
    const before = serialise(m);
    const done = execute(m, command, 'script');
    if (!done.ok) throw new Error(done.rejection.message);
    const twin = deserialise(before);
    const decided: Decided[] = [];
    for (const fact of done.facts) {
      if (fact.type === 'VictimChosen' || (fact.type === 'ChargeDecided' && !fact.isGranted))
        decided.push({ fact, at: copyOf(twin) });
      evolve(twin, fact);
    }
    if (decided.length > 0) told.push({ command, before, decided });
  }
  return told;
}

function again({ before, command }: Told, change: (m: Machine) => void): Fact[] {
  const m = deserialise(before);
  change(m);
  const done = execute(m, command, 'script');
  if (!done.ok) throw new Error(done.rejection.message);
  return done.facts;
}

const isRefused = (facts: Fact[]) => facts.some((f) => f.type === 'ChargeDecided' && !f.isGranted);
const victimIn = (facts: Fact[]) => facts.find((f) => f.type === 'VictimChosen')?.victim.process ?? null;

function typed(m: Machine, line: string): void {
  const parsed = parseLine(line);
  if (!parsed.ok) throw new Error(line);
  const done = execute(m, parsed.command, 'script');
  expect(done.ok && done.facts.at(-1), line).toMatchObject({ type: 'Answered', result: 'ok' });
}

/** The remedy taken, and a little less of it. */
function taken(remedy: Remedy, by: number): (m: Machine) => void {
  if (remedy.kind === 'setting')
    return (m) => evolve(m, { type: 'TunableSet', name: remedy.name, value: remedy.value + by });
  return (m) => evolve(m, { type: 'SwapSizeSet', pages: m.swapPages + remedy.pages + by });
}

const isSize = (r: Remedy) => r.kind === 'swap' || /ratio|kbytes/.test(r.kind === 'setting' ? r.name : '');

const GREEDY = `#mem 128M
#swap 16M
spawn db 1000
mmap db pool 40M rw private
touch db pool
fork db bgsave
fork db other
mmap db more 300M rw private
spawn late 1000`;

const CROWD = `#mem 128M
spawn db 1000
mmap db pool 45M rw private
touch db pool
spawn web 1001
mmap web cache 30M rw private
touch web cache
spawn cron 1002
mmap cron list 20M rw private
touch cron list
mmap web more 70M rw private,noreserve
touch web more`;

/** The parent has most points: before 5.4 one of its children dies in its place. */
const FAMILY = `#mem 256M
sysctl vm/overcommit_memory 1
spawn p 1000
mmap p big 120M rw private
touch p big
fork p c1
fork p c2
mmap c2 own 10M rw private
touch c2 own
mmap p more 15M rw private
touch p more
spawn q 1001
mmap q r 110M rw private
touch q r`;

const STRICT: Record<string, Record<string, string>> = {
  'linux-2.4': {},
  freebsd: { 'vm/overcommit': '1' },
};
const strictOf = (id: PolicyId) => STRICT[id] ?? (id.startsWith('linux') ? { 'vm/overcommit_memory': '2' } : {});

describe('remedies of a refusal', () => {
  it('[VIEW-3] grant the very request when they are taken, and the sizes are the least that do', () => {
    const found = new Map<PolicyId, Set<string>>();
    for (const id of POLICY_IDS) {
      for (const told of [...decisions(id, GREEDY, strictOf(id)), ...decisions(id, GREEDY)]) {
        const [{ fact, at }] = told.decided as [Decided];
        if (fact.type !== 'ChargeDecided') continue;
        const remedies = remediesOf(at, fact);
        for (const remedy of remedies) {
          const name = `${id} ${fact.call} ${JSON.stringify(remedy)}`;
          found.set(id, (found.get(id) ?? new Set()).add(remedy.kind === 'setting' ? remedy.name : remedy.kind));
          if (remedy.kind === 'ask') {
            expect(remedy.pages, name).toBeLessThan(fact.asked);
            const line = (pages: number): Told => ({
              ...told,
              command: { ...told.command, bytes: pages * 4096 } as Command,
            });
            expect(isRefused(again(line(remedy.pages), () => undefined)), name).toBe(false);
            expect(isRefused(again(line(remedy.pages + 1), () => undefined)), name).toBe(true);
            continue;
          }
          expect(isRefused(again(told, taken(remedy, 0))), name).toBe(false);
          if (isSize(remedy)) expect(isRefused(again(told, taken(remedy, -1))), name).toBe(true);
        }
      }
    }
    const of = (id: PolicyId) => [...(found.get(id) ?? [])].sort();
    expect(of('linux-6.1')).toEqual(['ask', 'swap', 'vm/overcommit_memory', 'vm/overcommit_ratio']);
    expect(of('linux-2.4')).toEqual(['ask', 'swap', 'vm/overcommit_memory']);
    expect(of('solaris-10')).toEqual(['ask', 'swap']);
    expect(of('windows')).toEqual(['ask', 'swap']);
    expect(of('freebsd')).toEqual(['ask', 'swap', 'vm/overcommit']);
    expect(of('aix-early')).toEqual(['ask', 'swap']);
    expect(of('openbsd')).toEqual([]);
  });

  it('[VIEW-3] name overcommit_kbytes where that is in force', () => {
    const settings = { 'vm/overcommit_memory': '2', 'vm/overcommit_kbytes': '60000' };
    const [told] = decisions('linux-6.1', GREEDY, settings) as [Told];
    const [{ fact, at }] = told.decided as [Decided];
    const remedies = fact.type === 'ChargeDecided' ? remediesOf(at, fact) : [];
    expect(remedies.map((r) => (r.kind === 'setting' ? r.name : r.kind))).toContain('vm/overcommit_kbytes');
  });

  it('[VIEW-3] are none for a machine on which asking again is answered otherwise', () => {
    const [told] = decisions('linux-6.1', GREEDY, { 'vm/overcommit_memory': '2' }) as [Told];
    const [{ fact, at }] = told.decided as [Decided];
    at.committed += 1;
    expect(fact.type === 'ChargeDecided' ? remediesOf(at, fact) : null).toEqual([]);
  });
});

describe('rescues of a victim', () => {
  const all = (id: PolicyId, script: string): { told: Told; rescues: Rescue[]; victim: string }[] =>
    decisions(id, script).flatMap((told) => {
      const [first] = told.decided;
      if (first?.fact.type !== 'VictimChosen') return [];
      return [{ told, rescues: rescuesOf(first.at, first.fact), victim: first.fact.victim.process }];
    });

  const AIX_CROWD = CROWD.replace('#mem 128M', '#mem 256M\n#swap 160M');

  it('[VIEW-4] keep the killer from the victim when they are typed before, and one step less does not', () => {
    const verbs: Partial<Record<PolicyId, string[]>> = {};
    for (const id of POLICY_IDS) {
      const scripts = id.startsWith('aix') ? [AIX_CROWD] : [FAMILY, CROWD];
      for (const { told, rescues, victim } of scripts.flatMap((script) => all(id, script))) {
        verbs[id] = rescues.map(({ verb }) => verb);
        for (const { line, instead, isMost } of rescues) {
          const other = victimIn(again(told, (m) => typed(m, line)));
          expect(other, `${id} ${line}`).not.toBe(victim);
          if (instead !== null) expect(other, `${id} ${line}`).toBe(instead);
          if (!isMost) continue;
          const less = line.replace(/-?\d+$/, (value) => String(Number(value) + 1));
          expect(victimIn(again(told, (m) => typed(m, less))), `${id} ${less}`).toBe(victim);
        }
      }
    }
    const modern = ['oom_score_adj'];
    expect(verbs).toEqual({
      ...{ 'linux-2.4': ['cap'], 'linux-2.6.11': ['oom_adj', 'cap'], 'linux-2.6.32': ['oom_adj', 'cap'] },
      ...{ 'linux-3.10': modern, 'linux-4.9': modern, 'linux-5.4': modern, 'linux-6.1': modern },
      ...{ 'aix-late': ['sigdanger'], freebsd: ['protect'], openbsd: [] },
    });
  });

  it('[VIEW-4] name the switch where who asked was killed for asking, and nothing where nobody else is left', () => {
    const small = CROWD.replace('list 20M', 'list 5M').replace(/web more/g, 'cron more');
    const [asking] = all('linux-6.1', small.replace('spawn cron', 'sysctl vm/oom_kill_allocating_task 1\nspawn cron'));
    expect(asking).toMatchObject({ victim: 'cron', rescues: [{ verb: 'sysctl', instead: 'db' }] });
    expect(asking && victimIn(again(asking.told, (m) => typed(m, 'sysctl vm/oom_kill_allocating_task 0')))).toBe('db');
    const alone = '#mem 128M\nspawn a 1000\nmmap a r 200M rw private,noreserve\ntouch a r';
    expect(all('linux-6.1', alone).map(({ rescues }) => rescues)).toEqual([[]]);
  });
});
