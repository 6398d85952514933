import { expect, it } from 'vitest';
import { answerOf, factsOf, isOverride } from './answers.ts';
import { execute } from './execute.ts';
import { limitFact } from './limitHit.ts';
import { bootScript, makeEntry } from './replay.ts';
import { parseScript } from './script/index.ts';

/** The last entry of a script. */
function last(text: string, isOverride?: true) {
  const script = parseScript(text);
  if (!script.ok) throw new Error(JSON.stringify(script.errors));
  const m = bootScript({ memKb: 262144, swapKb: 0, policy: 'linux-6.1', seed: 1, settings: {} });
  const entries = script.steps.map(({ command }) => {
    const done = execute(m, command, { actor: 'script', isOverride });
    if (!done.ok) throw new Error(done.rejection.message);
    return makeEntry(m, { actor: 'script', commandId: 'c', command, facts: done.facts });
  });
  return entries.at(-1) as (typeof entries)[number];
}

it('[ANS-1] a refusal by a limit of the process carries asked, counted, limit and what would have granted it', () => {
  const entry = last('spawn a 1000\nrlimit a as 4M\nmmap a r 8M rw private');
  expect(factsOf(entry, 'RequestRefused')).toEqual([
    {
      ...{ type: 'RequestRefused', pid: 100, process: 'a', call: 'mmap', what: 'as', unit: 'pages' },
      ...{ asked: 2048, counted: 356, limit: 1024, errno: 'ENOMEM', rule: 'LIM-1' },
      remedies: [{ limit: 'as', to: 2404 }],
    },
  ]);
  expect(answerOf(entry)).toMatchObject({ result: 'ENOMEM', kind: 'refusal' });
});

it('[ANS-1] one process too many is an error, not a refusal of memory, and has its sum as well', () => {
  const entry = last('spawn a 1000\nrlimit a nproc 1\nfork a b');
  expect(factsOf(entry, 'RequestRefused')[0]).toMatchObject({ what: 'nproc', unit: 'threads', asked: 1, counted: 1 });
  expect(answerOf(entry)).toMatchObject({ result: 'EAGAIN', kind: 'error' });
});

it('[ANS-1] a limit on threads is raised by its tunable, where the kernel has one', () => {
  const m = bootScript({ memKb: 262144, swapKb: 0, policy: 'linux-6.1', seed: 1, settings: {} });
  const hit = { what: 'threads-max', asked: 1, counted: 20, limit: 20 } as const;
  const about = { process: { pid: 1, name: 'init' }, call: 'spawn', hit };
  expect(limitFact(m, about).remedies).toEqual([{ knob: 'kernel/threads-max', to: 21 }]);
  expect(limitFact({ ...m, tunables: {} }, about).remedies).toEqual([]);
});

it('[ANS-1] the errno does not decide: EAGAIN of a suspended caller is an error, ENOMEM of a refused charge a refusal', () => {
  expect(answerOf(last('spawn a 1000\nvfork a b\nmmap a r 1M rw private'))).toMatchObject({
    result: 'EAGAIN',
    kind: 'error',
  });
  expect(answerOf(last('spawn a 1000\nmmap a r 4G rw private'))).toMatchObject({ result: 'ENOMEM', kind: 'refusal' });
  expect(answerOf(last('spawn a 1000\nmunmap a nothing'))).toMatchObject({ result: 'EINVAL', kind: 'error' });
  const ok = last('spawn a 1000');
  expect(factsOf(ok, 'Answered')).toEqual([{ type: 'Answered', result: 'ok' }]);
});

it('[ANS-2] an override is a fact of its entry', () => {
  expect(isOverride(last('spawn a 1000', true))).toBe(true);
  expect(isOverride(last('spawn a 1000'))).toBe(false);
  expect(isOverride({ facts: [], commandId: 'override:1' })).toBe(true);
});
