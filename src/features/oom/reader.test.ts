import { expect, it } from 'vitest';
import { EXAMPLES } from './examples.ts';
import { createReader } from './reader.ts';

const read = (text: string, isHidden = false) => createReader()({ type: 'read', id: 1, text, index: 0, isHidden });

it.each([
  [0, 'mysqld (6576) was killed', 'the machine'],
  [1, 'php-fpm (3902942) was killed', '/lxc/39004'],
  [
    2,
    '/user.slice/user-1000.slice/user@1000.service/app.slice/app-term-1234.scope was ended by systemd-oomd',
    'systemd-oomd',
  ],
])('example %i is explained', (at, title, where) => {
  const text = EXAMPLES[at]?.text ?? '';
  expect(read(text)).toMatchObject({ type: 'found', found: { rows: [{ title, where }] }, opened: { told: { title } } });
});

it('the figures of the shortened examples are those of the whole reports', () => {
  for (const at of [0, 1]) {
    const answer = read(EXAMPLES[at]?.text ?? '');
    expect(answer).toMatchObject({ opened: { told: { difference: null, missing: [] } } });
  }
});

it('opens one event of several, and hides names in the list and in the event', () => {
  const kill = (pid: number, name: string) =>
    `Out of memory: Killed process ${pid} (${name}) total-vm:8kB, anon-rss:4kB, file-rss:0kB, shmem-rss:0kB`;
  const answer = createReader();
  const text = `${kill(1001, 'alpha')}\n${kill(1002, 'beta')}`;
  expect(answer({ type: 'read', id: 1, text, index: 0, isHidden: false })).toMatchObject({
    found: { rows: [{ names: ['alpha'] }, { names: ['beta'] }] },
  });
  expect(answer({ type: 'open', id: 1, index: 1, isHidden: false })).toMatchObject({
    opened: { told: { title: 'beta (1002) was killed' } },
  });
  expect(JSON.stringify(answer({ type: 'open', id: 1, index: 1, isHidden: true }))).not.toContain('beta');
  expect(JSON.stringify(answer({ type: 'read', id: 2, text, index: 0, isHidden: true }))).not.toMatch(/alpha|beta/);
  expect(answer({ type: 'open', id: 2, index: 9, isHidden: false })).toMatchObject({ type: 'failed' });
});

it('text without an event has none open', () => {
  expect(read('hello')).toMatchObject({
    found: { rows: [], lineCount: 1, firstLines: [{ number: 1, text: 'hello' }] },
    opened: null,
  });
});
