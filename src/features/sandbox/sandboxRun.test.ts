import { commitStatement, replay } from '@overcommit/engine';
import { describe, expect, it } from 'vitest';
import { runSandbox, SANDBOX_VARIANTS } from './sandboxRun.ts';

const under = (id: string) => SANDBOX_VARIANTS.find((variant) => variant.id === id) ?? expect.fail(`no ${id}`);
const names = (id: string, mib: number) => runSandbox(under(id), mib).processes.map((one) => one.name);

describe('the figures of the machine in the page', () => {
  it.each(SANDBOX_VARIANTS.map(({ id }) => id))('under %s the parts add up to what is used, each page once', (id) => {
    for (const mib of [0, 50, 100]) {
      const { account, commit } = runSandbox(under(id), mib);
      const own = account.own.reduce((sum, { pages }) => sum + pages, 0);
      expect(own + account.shared.pages + account.kept).toBe(account.used);
      expect(account.used).toBe(commit.ramPages - commit.freePages);
      expect(account.kept).toBeGreaterThanOrEqual(commit.kernelPages + commit.filePages);
      expect(account.kept).toBeLessThan(commit.kernelPages + commit.filePages + 100);
    }
  });

  it('what is said to come free does come free, and is not all that the victim showed', () => {
    const { freed, log, decisions } = runSandbox(under('linux-guess'), 60);
    const at = decisions[0]?.seq ?? expect.fail('no kill');
    const free = (seq: number) => commitStatement(replay(log.spec, log.entries, seq)).freePages;
    const touched = 10 * 256;
    const came = free(at) - free(at - 1) + touched;
    expect(Math.abs(came - (freed?.pages ?? 0))).toBeLessThan(16);
    expect(freed?.heldPages).toBeGreaterThan((freed?.pages ?? 0) + 40 * 256);
  });

  it.each([
    ['linux-guess', 25_600],
    ['linux-never', 0],
    ['solaris', 0],
  ])('under %s 100 MiB of touches reach %i pages', (id, pages) => {
    expect(runSandbox(under(id), 100).touchedPages).toBe(pages);
  });
});

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
