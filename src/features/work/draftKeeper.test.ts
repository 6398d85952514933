import { describe, expect, it } from 'vitest';
import { createDraftKeeper, type DraftAnswer, type DraftRequest } from './draftKeeper.ts';

/** A server and a clock in the test's hands. */
function scene(copy: { text: string; basedOn: number } | null = null, stored = { text: '', version: 0 }) {
  const sent: DraftRequest[] = [];
  const answers: ((answer: DraftAnswer | Error) => void)[] = [];
  let timers: { ms: number; action: () => void }[] = [];
  let kept: { text: string; basedOn: number } | null = copy;
  let ids = 0;
  const keeper = createDraftKeeper(
    {
      send: (request) => {
        sent.push(request);
        return new Promise((resolve, reject) => {
          answers.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer)));
        });
      },
      after(ms, action) {
        const timer = { ms, action };
        timers.push(timer);
        return () => {
          timers = timers.filter((one) => one !== timer);
        };
      },
      newId: () => `c${++ids}`,
      keep: (value) => {
        kept = value;
      },
    },
    { stored, copy },
  );
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    keeper,
    sent,
    kept: () => kept,
    waits: () => timers.map(({ ms }) => ms),
    async pause() {
      const due = timers;
      timers = [];
      for (const { action } of due) action();
      await settle();
    },
    async answer(answer: DraftAnswer | Error) {
      answers.shift()?.(answer);
      await settle();
    },
  };
}

describe('a draft', () => {
  it('is sent once a pause, not once a key', async () => {
    const { keeper, sent, pause, answer, kept } = scene();
    for (const text of ['r', 're', 'res']) keeper.type(text);
    expect(sent).toEqual([]);
    expect(kept()).toEqual({ text: 'res', basedOn: 0 });
    await pause();
    expect(sent).toEqual([{ text: 'res', basedOn: 0, commandId: 'c1' }]);
    await answer({ ok: true, version: 3 });
    expect(keeper.state()).toMatchObject({ status: 'kept', basedOn: 3 });
    expect(kept()).toBeNull();
  });

  it('what is typed while a save is on its way goes with the next one, on top of it', async () => {
    const { keeper, sent, pause, answer, kept } = scene();
    keeper.type('one');
    await pause();
    keeper.type('one two');
    await pause();
    expect(sent).toHaveLength(1);
    await answer({ ok: true, version: 1 });
    expect(kept()).toEqual({ text: 'one two', basedOn: 1 });
    await pause();
    expect(sent[1]).toEqual({ text: 'one two', basedOn: 1, commandId: 'c2' });
  });

  it('a request that failed is the same request when it is sent again, and the copy stays', async () => {
    const { keeper, sent, pause, answer, kept, waits } = scene();
    keeper.type('text');
    await pause();
    await answer(new Error('the network is gone'));
    expect(keeper.state()).toMatchObject({ status: 'waiting', why: 'the network is gone' });
    expect(kept()).toEqual({ text: 'text', basedOn: 0 });
    expect(waits()).toEqual([2000]);
    await pause();
    expect(sent[1]).toEqual(sent[0]);
  });

  it('an unsaved copy from before a reload is sent', async () => {
    const { keeper, sent, pause } = scene({ text: 'typed before', basedOn: 2 }, { text: 'older', version: 2 });
    expect(keeper.state()).toMatchObject({ text: 'typed before', status: 'typing' });
    await pause();
    expect(sent).toEqual([{ text: 'typed before', basedOn: 2, commandId: 'c1' }]);
  });

  it('a conflict keeps both texts until one is chosen', async () => {
    const { keeper, sent, pause, answer } = scene();
    keeper.type('ours, by me');
    await pause();
    await answer({ ok: false, current: { version: 7, text: 'ours, by Ben', by: 'Ben' } });
    expect(keeper.state()).toMatchObject({ status: 'conflict', text: 'ours, by me', theirs: { by: 'Ben' } });
    keeper.type('ours, by both');
    await pause();
    expect(sent).toHaveLength(1);
    keeper.choose('mine');
    await pause();
    expect(sent[1]).toMatchObject({ text: 'ours, by both', basedOn: 7 });
  });

  it('another member’s text is taken while nothing is typed here, and never over what is', () => {
    const { keeper } = scene();
    keeper.arrived({ text: 'from Ben', version: 4 });
    expect(keeper.state()).toMatchObject({ text: 'from Ben', basedOn: 4 });
    keeper.type('from Ben and me');
    keeper.arrived({ text: 'from Ben again', version: 5 });
    expect(keeper.state().text).toBe('from Ben and me');
  });

  it('is sent when its page goes', async () => {
    const { keeper, sent } = scene();
    keeper.type('the last words');
    keeper.close();
    expect(sent).toHaveLength(1);
  });
});
