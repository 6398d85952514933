import { describe, expect, it } from 'vitest';
import { swapS } from '../../views/swapS.ts';
import { machineUse } from '../measure.ts';
import { policyOf } from '../registry.ts';
import { facts, killed, results, run } from '../testing.ts';
import { swapAccount, swapfsFloors } from './solaris10.ts';

const solaris = (script: string) => run('solaris-10', script);

describe('reservations', () => {
  it('KSOL-1 takes disk first and RAM with the rest, and gives RAM back first', () => {
    const script = '#mem 256M\n#swap 64M\nspawn a 1000\nmmap a x 40M rw private\nmmap a y 60M rw private';
    const { machine } = solaris(script);
    const account = swapAccount(machine);
    expect(account.aniPhysResv).toBe(16383);
    expect(account.aniMemResv).toBe(machine.committed - 16383);
    const after = swapAccount(solaris(`${script}\nmunmap a y`).machine);
    expect(after).toMatchObject({ aniMemResv: 0, aniPhysResv: machine.committed - 15360 });
  });

  it('KSOL-2 never lends out an eighth of RAM, and keeps 1/128, at least 4 MiB, for root', () => {
    const { machine } = solaris('#mem 256M');
    expect(swapfsFloors(machine)).toMatchObject({
      swapfsMinfree: Math.floor(machine.ramPages / 8),
      swapfsReserve: 1024,
    });
  });

  it('KSOL-3 refuses the whole request, and says so after four seconds', () => {
    const ran = solaris('#mem 256M\nspawn a 1000\nmmap a x 1G rw private\nmmap a y 10M rw private');
    const [refusal] = facts(ran, 'ChargeDecided').filter((f) => !f.isGranted);
    expect(refusal).toMatchObject({ errno: 'EAGAIN', waitedMs: 4000, rule: 'KSOL-3' });
    expect(results(ran)).toEqual(['ok', 'EAGAIN', 'ok']);
  });

  it('KSOL-3 says no after three seconds when no RAM is left at all', () => {
    const ran = solaris('#mem 256M\nspawn a 0');
    const kernel = ran.machine.frames.flat()[0];
    if (!kernel) throw new Error('kernel frames');
    // All RAM is the kernel's: availrmem is 0.
    ran.machine.committed = ran.machine.ramPages - machineUse(ran.machine).kernel;
    const [process] = ran.machine.processes;
    const verdict =
      process && policyOf('solaris-10').decideCharge(ran.machine, { process, space: null, pages: 1, call: 'mmap' });
    expect(verdict).toMatchObject({ isGranted: false, waitedMs: 3000 });
  });

  it('KSOL-3 grants up to the last page below the limit, strictly', () => {
    const script = '#mem 256M\nspawn a 1000';
    const { machine } = solaris(script);
    const [process] = machine.processes;
    if (!process) throw new Error('a');
    const ask = (pages: number) =>
      policyOf('solaris-10').decideCharge(machine, { process, space: null, pages, call: 'mmap' });
    const room = (ask(1).limit ?? 0) - machine.committed;
    expect([ask(room - 1).isGranted, ask(room).isGranted]).toEqual([true, false]);
  });

  it('KSOL-4 reserves read-only anonymous memory too, and shared memory once', () => {
    const before = solaris('#mem 256M\nspawn a 1000').machine.committed;
    expect(solaris('#mem 256M\nspawn a 1000\nmmap a r 10M r private').machine.committed - before).toBe(2560);
    const shared = solaris('#mem 256M\nspawn a 1000\nmmap a s 10M rw shared\nfork a b').machine.committed;
    // The fork reserves the image again (177 pages), not the shared object.
    expect(shared - before).toBe(2560 + 177);
  });

  it('KSOL-5 lets root have the last part', () => {
    const script = (uid: number) => `#mem 256M\nspawn a ${uid}\nmmap a x 193M rw private`;
    expect(results(solaris(script(1000)))).toEqual(['ok', 'EAGAIN']);
    expect(results(solaris(script(0)))).toEqual(['ok', 'ok']);
  });

  it('KSOL-6 reserves page by page under MAP_NORESERVE, and ends in SIGBUS', () => {
    const ran = solaris('#mem 256M\nspawn a 1000\nmmap a x 1G rw private,noreserve\ntouch a x 0 1G w');
    const last = ran.lines.at(-1);
    expect(results(ran)).toEqual(['ok', 'ok', 'SIGBUS']);
    // What can be reserved: all but the floors, and never the very last page.
    const limit = facts(ran, 'ChargeDecided').at(-1)?.limit ?? 0;
    const image = 177 + 177;
    expect(last?.pages).toBeGreaterThan(limit - image - 200);
    expect(last?.pages).toBeLessThan(limit);
    expect(killed(ran)).toEqual([]);
  });

  it('KSOL-6 reserves for a child of such memory only what was touched', () => {
    const ran = solaris('#mem 256M\nspawn a 1000\nmmap a x 1G rw private,noreserve\ntouch a x 0 10M w\nfork a b');
    expect(facts(ran, 'ChargeDecided').at(-1)).toMatchObject({ call: 'fork', asked: 2560 + 177, isGranted: true });
  });

  it('KSOL-6 clears the flag for shared memory', () => {
    expect(results(solaris('#mem 256M\nspawn a 1000\nmmap a x 1G rw shared,noreserve'))).toEqual(['ok', 'EAGAIN']);
  });

  it('KSOL-7 answers EAGAIN from mmap and brk, ENOMEM from fork', () => {
    const ran = solaris(
      '#mem 256M\nspawn a 1000\nmmap a x 110M rw private\nfork a b\nbrk a 400M +\nmmap a y 400M rw private',
    );
    expect(results(ran)).toEqual(['ok', 'ok', 'ENOMEM', 'EAGAIN', 'EAGAIN']);
  });

  it('KSOL-8 kills nobody: whoever holds a reservation can use it', () => {
    const ran = solaris(
      '#mem 256M\n#swap 64M\nspawn a 1000\nmmap a x 130M rw private\nspawn b 1000\nmmap b x 90M rw private\ntouch a x 0 130M w\ntouch b x 0 90M w',
    );
    expect(results(ran)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok']);
    expect(facts(ran, 'ProcessEnded')).toEqual([]);
    expect(facts(ran, 'FramesSwappedOut').length).toBeGreaterThan(0);
  });

  it('KSOL-9 shows in swap -s what is touched, what is reserved, and what is left', () => {
    const { machine } = solaris('#mem 256M\n#swap 64M\nspawn a 1000\nmmap a x 40M rw private\ntouch a x 0 10M w');
    const used = machine.committed * 4;
    const available =
      (16383 - machine.committed + swapAccount(machine).availrmem - swapfsFloors(machine).swapfsMinfree) * 4;
    expect(swapS(machine)).toBe(
      `total: ${(2560 + 13) * 4}k bytes allocated + ${used - (2560 + 13) * 4}k reserved = ${used}k used, ${available}k available`,
    );
  });

  it('KSOL-9 grows reserved, not allocated, by a fork without writes', () => {
    const script = '#mem 256M\n#swap 256M\nspawn a 1000\nmmap a x 40M rw private\ntouch a x 0 40M w';
    const numbers = (text: string) => (text.match(/\d+/g) ?? []).map(Number);
    const before = numbers(swapS(solaris(script).machine));
    const after = numbers(swapS(solaris(`${script}\nfork a b`).machine));
    // The child writes a few pages of its own before it answers.
    expect((after[0] ?? 0) - (before[0] ?? 0)).toBeLessThan(40);
    expect((after[2] ?? 0) - (before[2] ?? 0)).toBe((10240 + 177) * 4);
  });

  it('KSOL-10 starts the page scanner below lotsfree, 16 MiB at least', () => {
    expect(solaris('#mem 256M').machine.watermarks).toEqual({ min: 1536, low: 2048, high: 4096 });
  });
});

describe('another way to start a program', () => {
  const big = '#mem 256M\nspawn a 1000\nmmap a x 110M rw private';

  it('KSOL-11 charges nothing for vfork, and stops every thread of the parent', () => {
    const ran = solaris(`${big}\nvfork a b`);
    expect(results(ran).at(-1)).toBe('ok');
    expect(ran.machine.committed).toBe(solaris(big).machine.committed);
    expect(policyOf('solaris-10').vforkStopsThreads).toBe(true);
  });

  it('KSOL-11 charges the new image only for posix_spawn', () => {
    const ran = solaris(`${big}\nposix_spawn a b`);
    expect(results(ran).at(-1)).toBe('ok');
    expect(ran.machine.committed - solaris(big).machine.committed).toBe(177);
  });

  it('KSOL-11 grants the fork once there is swap, although nobody writes to it', () => {
    const ran = solaris(`${big}\nfork a b\ntouch a x 0 110M w\nswapon 128M\nfork a b`);
    expect(results(ran)).toEqual(['ok', 'ok', 'ENOMEM', 'ok', 'ok', 'ok']);
    expect(ran.machine.slots).toEqual([]);
  });
});
