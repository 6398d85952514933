import { expect, it } from 'vitest';
import { kernelIdTests, kernelIdTestsOfProduct } from '../../src/cli/launch/kernelIds.mjs';

const places = (text: string): string[] => kernelIdTests(text, 'planted.ts');

it('nothing but the kernels and the handbook asks which kernel it is', () => {
  expect(kernelIdTestsOfProduct()).toEqual([]);
});

it('a planted question is found, whatever its form', () => {
  const planted = [
    "if (policy === 'linux-6.1') go();",
    "const a = 'freebsd' !== id;",
    "switch (id) { case 'aix-late': go(); }",
    "policy.startsWith('linux');",
    "policy.startsWith('aix-');",
    "policy.endsWith('bsd');",
    "['solaris-10', 'windows'].includes(policy);",
    "names.includes('openbsd');",
    '/^linux-[3-9]/.test(policy);',
    '/^(linux|freebsd)/.test(policy);',
    'id === `linux-$' + '{release}`;',
  ];
  for (const line of planted) expect(places(line), line).toHaveLength(1);
  expect(places(`${planted[0]}\n${planted[3]}`)).toEqual([
    "planted.ts:1: policy === 'linux-6.1'",
    "planted.ts:2: policy.startsWith('linux')",
  ]);
});

it('naming a kernel is no question', () => {
  const named = [
    "const spec = { policy: 'linux-6.1' };",
    "const name = process.platform === 'linux';",
    "run('solaris-10');",
    "line.startsWith('spawn');",
    'const row = { freebsd: 1, windows: 2 };',
  ];
  for (const line of named) expect(places(line), line).toEqual([]);
});
