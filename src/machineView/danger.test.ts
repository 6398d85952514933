import { applyEntry, boot, listProcesses } from '@overcommit/engine';
import { describe, expect, it } from 'vitest';
import { dangerOf, dangerSentence } from './danger.ts';
import { fatesNow } from './fates.ts';
import { indexPeople, type SeatLike } from './people.ts';
import { recordLog, SPEC } from './testing/testLog.ts';

const ana: SeatLike = { actorId: 'ana', displayName: 'Ana', initials: 'AN', colour: 0, uid: 1000, role: 'student' };
const ben: SeatLike = { actorId: 'ben', displayName: 'Ben', initials: 'BE', colour: 1, uid: 1001, role: 'student' };
const machine = boot(SPEC);
for (const entry of recordLog().entries) {
  if (entry.facts.some((f) => f.type === 'VictimChosen')) break;
  applyEntry(machine, entry);
}
const processes = listProcesses(machine);
const next = processes.find((p) => p.rank === 1);

describe('danger before death', () => {
  it('warns only the owner of the next victim', () => {
    const [owner, other] = next?.owner === 'ana' ? [ana, ben] : [ben, ana];
    expect(dangerOf(processes, owner)?.process.pid).toBe(next?.pid);
    expect(dangerOf(processes, other)).toBeNull();
    expect(dangerOf(processes, null)).toBeNull();
  });

  it('names who comes after, whose it is and by how much', () => {
    const second = processes.find((p) => p.rank === 2) ?? null;
    if (!next || !second) throw new Error('the log leaves two that can be chosen');
    const words = dangerSentence(
      { process: next, second },
      { freePages: 2560, pagingSpace: null, isInPages: true, people: indexPeople([ana, ben]) },
    );
    expect(words).toContain(`${next.name} dies first`);
    expect(words).toContain(second.name);
    expect(words).toContain('10.0\u00a0MiB of RAM are free');
    expect(words).toMatch(/first, [\d.]+\u00a0MiB ahead of/);
    const lead = (pages: number) =>
      dangerSentence(
        { process: next, second: { ...second, marginPages: pages } },
        { freePages: 0, pagingSpace: null, isInPages: true, people: indexPeople([ana, ben]) },
      );
    expect(lead(3)).toContain('first, 3 pages ahead of ');
    expect(lead(0)).toContain('first, level with ');
    const inPoints = { freePages: 2560, pagingSpace: null, isInPages: false, people: indexPeople([ana, ben]) };
    expect(dangerSentence({ process: next, second }, inPoints)).toMatch(/dies first, before /);
  });

  it('says for every kernel which process would die, and leaves the machine unchanged', () => {
    const before = JSON.stringify(machine);
    const fates = fatesNow(machine);
    expect(JSON.stringify(machine)).toBe(before);
    expect(fates.find((f) => f.id === machine.spec.policy)).toMatchObject({ isOwn: true, victim: { pid: next?.pid } });
    expect(fates.find((f) => f.id === 'solaris-10')?.victim).toBeNull();
    expect(new Set(fates.map((f) => f.id)).size).toBe(fates.length);
  });
});
