import { expect, it } from 'vitest';
import { listProcesses } from '../index.ts';
import { lab } from '../testLab.ts';

const vsz = (m: ReturnType<typeof lab>['m']) => (listProcesses(m)[0]?.vszPages ?? 0) - 356;

it('[MM-1] places bottom-up, merges equal neighbours, refuses size 0', () => {
  const { m, run } = lab('spawn a 1000\nmmap a x 1M rw private\nmmap a y 1M rw private');
  const space = m.spaces[0];
  expect(space?.regions.y?.at).toBe((space?.regions.x?.at ?? 0) + 256);
  expect(space?.vmas.filter((vma) => vma.kind === 'anon')).toHaveLength(1);
  expect(run('mmap a z 0 rw private').result).toBe('EINVAL');
});

it('[MM-2] populate brings every page in', () => {
  const { m } = lab('spawn a 1000\nmmap a x 4M rw private,populate');
  expect(listProcesses(m)[0]?.anonPages).toBe(13 + 1024);
});

it('[MM-3] a name goes only with one unmap of its whole', () => {
  const { m, run } = lab('spawn a 1000\nmmap a x 4M rw private\nmunmap a x 1M 1M');
  expect(vsz(m)).toBe(3 * 256);
  expect(run('munmap a x 0 2M').result).toBe('ok');
  expect(run('munmap a x').result).toBe('ok');
  expect(run('munmap a x').result).toBe('EINVAL');
});

it.each(['toString', 'valueOf', 'constructor', 'hasOwnProperty'])(
  '[MM-3] there is no region %s until somebody maps one',
  (name) => {
    const { run } = lab('spawn a 1000');
    const calls = [
      `touch a ${name}`,
      `munmap a ${name}`,
      `mremap a ${name} 8K`,
      `mlock a ${name}`,
      `mprotect a ${name} r`,
    ];
    for (const line of calls) expect([line, run(line).result]).toEqual([line, 'EINVAL']);
    expect(run(`mmap a ${name} 64K rw private`).result).toBe('ok');
    expect(run(`touch a ${name}`).result).toBe('ok');
    expect(run(`munmap a ${name}`).result).toBe('ok');
  },
);

it('[MM-4] mprotect stops at a hole', () => {
  const { run } = lab('spawn a 1000\nmmap a x 4M rw private\nmunmap a x 1M 1M');
  expect(run('mprotect a x r').result).toBe('ENOMEM');
  expect(run('touch a x 0 4K w').result).toBe('SIGSEGV');
  expect(run('touch a x 3M 4K w').result).toBe('ok');
});

it('[MM-5] mremap shrinks, grows in place or moves with its contents', () => {
  const { m, run } = lab('spawn a 1000\nmmap a x 4M rw private\nmmap a y 1M r private\ntouch a x');
  const at = m.spaces[0]?.regions.x?.at;
  run('mremap a x 8M');
  expect(m.spaces[0]?.regions.x?.at).not.toBe(at);
  expect(listProcesses(m)[0]?.anonPages).toBe(13 + 1024);
  run('mremap a x 2M');
  expect(vsz(m)).toBe(3 * 256);
  run('munmap a x 1M 512K');
  expect(run('mremap a x 8M').result).toBe('EFAULT');
});

it('[MM-6] brk charges and gives back', () => {
  const { m, run } = lab('spawn a 1000');
  const before = m.committed;
  run('brk a 6M +\nbrk a 2M -');
  expect(m.committed - before).toBe(4 * 256);
  expect(run('brk a 1G +').result).toBe('ENOMEM');
});

it('[MM-7] madvise takes whole pages, and is content with none', () => {
  const { run } = lab('spawn a 1000\nmmap a x 1M rw private,populate');
  expect(run('madvise a x dontneed 100 8K').result).toBe('EINVAL');
  const { result, facts } = run('madvise a x dontneed 8K 0');
  expect([result, facts.length]).toEqual(['ok', 1]);
});

it('[MM-7] [MM-8] madvise does all but the holes; locked memory stays', () => {
  const { m, run } = lab('spawn a 0\nmmap a x 4M rw private\ntouch a x\nmunmap a x 1M 1M');
  expect(run('madvise a x dontneed').result).toBe('ENOMEM');
  expect(listProcesses(m)[0]?.anonPages).toBe(13);
  expect(run('mmap a l 1M rw private,locked\nmadvise a l dontneed').result).toBe('EINVAL');
});

it('[MM-9] [LIM-2] mlock brings in and holds; users have a limit', () => {
  const { m, run } = lab('spawn a 1000\nmmap a x 4M rw private\nmlock a x');
  expect(m.frames.flat().some((frame) => frame.list === 'unevictable' && frame.count >= 1024)).toBe(true);
  expect(run('mmap a y 8M rw private\nmlock a y').result).toBe('ENOMEM');
  expect(run('mmap a z 8M rw private,locked').result).toBe('EAGAIN');
  expect(run('rlimit a memlock 0\nmlock a y').result).toBe('EPERM');
});

it('[LIM-1] RLIMIT_AS and RLIMIT_DATA refuse with ENOMEM', () => {
  const { run } = lab('spawn a 1000\nrlimit a as 10M\nspawn b 1000\nrlimit b data 10M');
  expect(run('mmap a x 10M r private').result).toBe('ENOMEM');
  expect(run('mmap b x 10M r private').result).toBe('ok');
  expect(run('mmap b y 10M rw private').result).toBe('ENOMEM');
});

it('[MM-3] an offset inside a page is EINVAL and unmaps nothing', () => {
  const { m, run } = lab('spawn a 1000\nmmap a h 1M rw private');
  expect(run('munmap a h 100 4K').result).toBe('EINVAL');
  expect(run('touch a h 0 1M w').pages).toBe(256);
  expect(m.processes).toHaveLength(1);
});

it('[LIM-1] a process beyond its RLIMIT_AS may still make memory writable', () => {
  const { run } = lab('spawn a 1000\nmmap a x 20M r private\nrlimit a as 8M\nrlimit a data 8M');
  expect(run('mprotect a x rw').result).toBe('ok');
  const other = lab('spawn a 1000\nmmap a x 20M r private\nrlimit a data 8M');
  expect(other.run('mprotect a x rw').result).toBe('ENOMEM');
});

it('[LIM-4] users lower their limits and do not raise them again', () => {
  const { run } = lab('spawn a 1000\nspawn r 0');
  expect(run('rlimit a as 80M').result).toBe('ok');
  expect(run('rlimit a as 40M').result).toBe('ok');
  expect(run('rlimit a as 41M').result).toBe('EPERM');
  expect(run('rlimit a memlock 16M').result).toBe('EPERM');
  expect(run('rlimit a stack 64M').result).toBe('ok');
  expect(run('rlimit r as 8M\nrlimit r as 80M').result).toBe('ok');
  expect(run('fork a b\nrlimit b as 80M').result).toBe('EPERM');
});

it('[MM-10] madvise takes no locked memory to page out', () => {
  const { run } = lab('spawn a 1000\nmmap a x 1M rw private,locked');
  expect(run('madvise a x pageout').result).toBe('EINVAL');
});

it('[MM-2] a page that the kernel brought in itself counts as accessed once more than one that the process touched', () => {
  const marks = (lines: string): boolean[] =>
    lab(lines)
      .m.frames.flat()
      .filter(({ use, count }) => (use === 'anon' || use === 'shm') && count >= 1024)
      .map((run) => run.isReferenced);
  expect(marks('spawn a 1000\nmmap a x 4M rw private,populate')).toEqual([true]);
  expect(marks('spawn a 1000\nmmap a x 4M rw shared,populate')).toEqual([true]);
  expect(marks('spawn a 1000\nmmap a x 4M rw private\ntouch a x')).toEqual([false]);
});

it('[MM-6] a break below its start is answered ok and stays; one below address 0 is not', () => {
  const { m, run } = lab('spawn a 1000\nbrk a 400K +');
  const before = m.spaces[0]?.brkBytes;
  const promised = m.committed;
  expect(run('brk a 4M -').result).toBe('ok');
  expect(run('brk a 3000P -').result).toBe('ENOMEM');
  expect(m.spaces[0]?.brkBytes).toBe(before);
  expect(m.committed).toBe(promised);
});

it('[MM-16] locked private memory that becomes writable is brought in, other memory is not', () => {
  const anon = (m: ReturnType<typeof lab>['m']) => listProcesses(m)[0]?.anonPages;
  expect(anon(lab('spawn a 0\nmmap a z 4M r private,locked\nmprotect a z rw').m)).toBe(13 + 1024);
  expect(anon(lab('spawn a 0\nmmap a z 4M r private,locked\nmprotect a z r').m)).toBe(13);
  expect(anon(lab('spawn a 0\nmmap a z 4M r private\nmprotect a z rw').m)).toBe(13);
});
