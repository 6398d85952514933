import { KERNEL_PAGES, STORY_OF_ALL } from '@overcommit/handbook';
import { describe, expect, it } from 'vitest';
import { runScenario } from './scenario.ts';

const page = (id: string) => KERNEL_PAGES.find((one) => one.id === id) ?? expect.fail(`no page ${id}`);

describe('the scenario in a kernel’s page', () => {
  it('begins with nothing sent and no process', () => {
    const state = runScenario(page('linux-6.1'), 0);
    expect([state.answers, state.candidates, state.decisions]).toEqual([[], [], []]);
  });

  it('has an answer for each line that was sent, in order', () => {
    const { answers } = runScenario(page('windows'), 5);
    expect(answers.map(({ result }) => result)).toEqual(['ok', 'ok', 'ok', 'ok', 'ENOSYS']);
  });

  it('ends in the kill that its page names, and the others stay in the table', () => {
    const { decisions, candidates } = runScenario(page('linux-3.10'), STORY_OF_ALL.length);
    expect(decisions.at(-1)).toMatchObject({ kind: 'kill', fact: { victim: { process: 'bgsave' } } });
    expect(candidates.map(({ process }) => process)).toEqual(['db', 'web']);
  });
});
