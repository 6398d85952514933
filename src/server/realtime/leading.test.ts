import type { LeaderAt, Viewer } from '@overcommit/protocol';
import { describe, expect, it } from 'vitest';
import { createLeading } from './leading.ts';

const M = { machineId: 'm1' };
const student = (actorId: string, untilSeq: number | null = null): Viewer => ({ actorId, role: 'student', untilSeq });
const TEACHER: Viewer = { actorId: 'teacher', role: 'staff', untilSeq: null };

function board() {
  const sent: (LeaderAt | null)[] = [];
  const clock = { ms: 0 };
  const leading = createLeading(
    (_machine, leader) => sent.push(leader),
    () => clock.ms,
  );
  return { leading, sent, clock };
}

describe('leading a replay', () => {
  it('is told to all with each move, and ends with the leader’s window', () => {
    const { leading, sent } = board();
    expect(leading.lead('s1', TEACHER, { ...M, isLeading: true })).toEqual({ ok: true });
    expect(leading.where('s1', TEACHER, { ...M, seq: 7, view: 'why' })).toEqual({ ok: true });
    leading.remove('m1', 'another');
    leading.remove('m1', 's1');
    expect(sent).toEqual([
      { actorId: 'teacher', seq: null, view: null },
      { actorId: 'teacher', seq: 7, view: 'why' },
      null,
    ]);
  });

  it('cannot be taken by a student while someone else leads; staff may take it', () => {
    const { leading } = board();
    leading.lead('s1', student('ana'), { ...M, isLeading: true });
    expect(leading.lead('s2', student('ben'), { ...M, isLeading: true })).toMatchObject({ code: 'FORBIDDEN' });
    expect(leading.lead('s2', student('ben'), { ...M, isLeading: false })).toMatchObject({ code: 'FORBIDDEN' });
    expect(leading.where('s2', student('ben'), { ...M, seq: 1, view: null })).toMatchObject({ code: 'FORBIDDEN' });
    expect(leading.lead('s3', TEACHER, { ...M, isLeading: true })).toEqual({ ok: true });
    expect(leading.where('s1', student('ana'), { ...M, seq: 1, view: null })).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is of one machine, and not seen by whom its place is concealed from', () => {
    const { leading } = board();
    leading.lead('s1', TEACHER, { ...M, isLeading: true });
    leading.where('s1', TEACHER, { ...M, seq: 9, view: null });
    expect(leading.leader('m2', TEACHER)).toBeNull();
    expect(leading.leader('m1', student('ana', 8))).toBeNull();
    expect(leading.leader('m1', student('ana', 9))).toMatchObject({ seq: 9 });
  });

  it('has a pace', () => {
    const { leading, clock } = board();
    leading.lead('s1', TEACHER, { ...M, isLeading: true });
    const move = () => leading.where('s1', TEACHER, { ...M, seq: 1, view: null }).ok;
    expect(Array.from({ length: 21 }, move)).toEqual([...Array.from({ length: 20 }, () => true), false]);
    clock.ms = 100;
    expect([move(), move()]).toEqual([true, false]);
  });

  it('is not taken again and again', () => {
    const { leading, sent } = board();
    const take = () => leading.lead('s1', student('ana'), { ...M, isLeading: true }).ok;
    const taken = Array.from({ length: 30 }, take);
    expect(taken.filter(Boolean)).toHaveLength(10);
    expect(sent).toHaveLength(10);
  });
});
