import { describe, expect, it } from 'vitest';
import { runSandbox, SANDBOX_VARIANTS } from './sandboxRun.ts';

const under = (id: string) => SANDBOX_VARIANTS.find((variant) => variant.id === id) ?? expect.fail(`no ${id}`);
const names = (id: string, mib: number) => runSandbox(under(id), mib).processes.map((one) => one.name);

describe('the machine in the page', () => {
  it('under guess all processes live at 50 MiB, and the database is killed between 50 and 60', () => {
    expect(names('linux-guess', 50)).toEqual(['db', 'bgsave', 'web']);
    expect(names('linux-guess', 60)).toEqual(['bgsave', 'web']);
    expect(runSandbox(under('linux-guess'), 60).decisions).toMatchObject([
      { kind: 'kill', actor: 'ben', fact: { victim: { process: 'db' } } },
    ]);
  });

  it('brings the database back when the slider goes back', () => {
    expect(names('linux-guess', 100)).not.toContain('db');
    expect(names('linux-guess', 40)).toContain('db');
  });

  it.each(['linux-never', 'solaris'])(
    'under %s refuses the fork and the cache, and nobody dies at any place of the slider',
    (id) => {
      for (const mib of [0, 50, 100]) {
        const { decisions } = runSandbox(under(id), mib);
        expect(decisions.map((one) => one.kind)).toEqual(['refusal', 'refusal']);
        expect(names(id, mib)).toEqual(['db', 'web']);
      }
    },
  );
});
