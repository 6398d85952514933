import { describe, expect, it } from 'vitest';
import { bornNow } from '../boot.ts';
import { parseScript } from './parseScript.ts';

describe('parseScript', () => {
  it('reads head lines, comments and steps', () => {
    const script =
      '#mem 192M\r\n#swap 64M\n#policy solaris-10\n#seed 9\n# a comment\n\nspawn a 1000 # first\n  fork a b\n';
    expect(parseScript(script)).toEqual({
      ok: true,
      spec: bornNow({ memKb: 196608, swapKb: 65536, policy: 'solaris-10', seed: 9, settings: {} }),
      steps: [
        { line: 7, text: 'spawn a 1000', command: { verb: 'spawn', name: 'a', uid: 1000 } },
        { line: 8, text: 'fork a b', command: { verb: 'fork', parent: 'a', child: 'b' } },
      ],
    });
  });

  it('has 256 MiB, no swap and Linux 6.1 unless told otherwise', () => {
    expect(parseScript('# mem is a word like any other\nswapoff')).toMatchObject({
      ok: true,
      spec: { memKb: 262144, swapKb: 0, policy: 'linux-6.1' },
    });
  });

  it('reads a loop over several lines as one step', () => {
    const parsed = parseScript('spawn a\nrun a repeat 2 # twice\n  touch a h 1M\n\n  brk a 4K +\nend\nstop a');
    expect(parsed).toMatchObject({
      ok: true,
      steps: [{ line: 1 }, { line: 2, text: 'run a repeat 2; touch a h 1M; brk a 4K +; end' }, { line: 7 }],
    });
    expect(parseScript('run a repeat 2\nswapoff')).toEqual({
      ok: false,
      errors: [{ line: 1, message: 'the loop that begins here has no `end`' }],
    });
  });

  it('collects every error with its line', () => {
    const parsed = parseScript(
      '#mem tiny\n#policy linux-6.99\nspwan a\ntouch a\n#swap 1M\n#mem 4M\nfork a b\n#swap 2M',
    );
    expect(parsed.ok ? [] : parsed.errors.map((error) => `${error.line}: ${error.message.slice(0, 46)}`)).toEqual([
      '1: `#mem` takes a size from 16M to 1024G, e.g. `#',
      '2: `linux-6.99` is no kernel that is known here. ',
      '3: `spwan` is not a command. Did you mean `spawn`',
      '4: column 8: the line ends, expected REGION, a re',
      '6: `#mem` stands there twice',
      '8: `#swap` must stand before the first command',
    ]);
  });
});
