import { linuxPolicy } from './kernel.ts';

export const linux24 = linuxPolicy({
  id: 'linux-2.4',
  release: '2.4.20',
  name: 'Linux 2.4.20',
  summary: 'Asks only whether a request would fit now; kills the biggest address space, untouched or not.',
});

export const linux2611 = linuxPolicy({
  id: 'linux-2.6.11',
  release: '2.6.11',
  name: 'Linux 2.6.11',
  summary: 'The first with a strict mode that works and an adjustment by process; children count against their parent.',
});

export const linux2632 = linuxPolicy({
  id: 'linux-2.6.32',
  release: '2.6.32',
  name: 'Linux 2.6.32',
  summary: 'Half of every child counts against its parent, and the first child dies in its place.',
});

export const linux310 = linuxPolicy({
  id: 'linux-3.10',
  release: '3.10.65',
  name: 'Linux 3.10.65',
  summary: 'Counts what is held, not what is mapped; the worst child dies in its parent’s place.',
});

export const linux49 = linuxPolicy({
  id: 'linux-4.9',
  release: '4.9',
  name: 'Linux 4.9',
  summary: 'As 3.10, with a reaper: a victim gives its memory back even if it cannot end.',
});

export const linux54 = linuxPolicy({
  id: 'linux-5.4',
  release: '5.4',
  name: 'Linux 5.4',
  summary: 'Refuses only what exceeds all RAM and swap; no child is sacrificed, of equals the last dies.',
});

export const linux61 = linuxPolicy({
  id: 'linux-6.1',
  release: '6.1',
  name: 'Linux 6.1',
  summary: 'Promises freely unless told not to; when memory runs out, kills who holds most of it.',
});
