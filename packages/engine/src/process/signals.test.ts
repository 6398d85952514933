import { expect, it } from 'vitest';
import { listProcesses } from '../index.ts';
import { factsOf, lab } from '../testLab.ts';

it('[PR-10] SIGSTOP stops a process: it holds its memory and does nothing, until SIGCONT', () => {
  const { m, run } = lab('spawn a 1000\nmmap a h 10M rw private\ntouch a h\nkill a STOP');
  expect(listProcesses(m)).toMatchObject([{ name: 'a', stateNote: 'is stopped until SIGCONT' }]);
  expect(run('kill a STOP').result).toBe('ok');
  expect(run('touch a h').result).toBe('EAGAIN');
  expect(run('exit a 0').result).toBe('EAGAIN');
  expect(run('oom_score_adj a 100').result).toBe('ok');
  expect(run('kill a CONT\ntouch a h').result).toBe('ok');
  expect(listProcesses(m)[0]).not.toHaveProperty('stateNote');
});

it('[PR-10] its program rests as well', () => {
  const { m, run } = lab('spawn a 1000\nrun a leak\ntick 2\nkill a STOP');
  const held = listProcesses(m)[0]?.anonPages;
  run('tick 3');
  expect(listProcesses(m)[0]?.anonPages).toBe(held);
  run('kill a CONT\ntick 2');
  expect(listProcesses(m)[0]?.anonPages).toBeGreaterThan(held ?? 0);
});

it('[PR-10] SIGKILL and the killer end it as it stands; another signal waits for SIGCONT', () => {
  const { m, run } = lab('spawn a 1000\nkill a STOP\nkill a TERM\nkill a HUP');
  expect(listProcesses(m)).toHaveLength(1);
  expect(factsOf(run('kill a CONT').facts, 'ProcessEnded')).toMatchObject([{ process: 'a', status: 1 }]);
  expect(run('spawn b 1000\nkill b STOP\nkill b 9').facts).toMatchObject([
    { type: 'ProcessEnded', process: 'b' },
    {},
    {},
    {},
  ]);
  run('spawn c 1000\nmmap c h 150M rw private\ntouch c h\nkill c STOP');
  run('spawn d 1001\nmmap d h 200M rw private\ntouch d h 0 100M w');
  expect(listProcesses(m).map((p) => p.name)).toEqual(['d']);
});

it('[PR-9] stop signals of a terminal have no effect where no shell looks after the process', () => {
  const { m, run } = lab('spawn a 1000');
  for (const signal of ['TSTP', 'TTIN', 'TTOU']) run(`kill a ${signal}`);
  expect(listProcesses(m)).toMatchObject([{ name: 'a', state: 'running' }]);
  expect(listProcesses(m)[0]).not.toHaveProperty('stateNote');
});
