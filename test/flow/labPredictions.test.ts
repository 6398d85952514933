import { evaluateRubric, questionOutcome } from '@overcommit/coursework';
import type { Entry, Fact } from '@overcommit/engine';
import { machineSpecOf, playStory, type StoryLine } from '@overcommit/handbook';
import { findTaughtLab as findLab, TAUGHT_LABS as LABS, type TaughtLab as Lab } from '@overcommit/handbook/teaching';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePerson, PASSWORD } from '../access/people.ts';
import { type Browser, openBrowser, startServer, type TestServer } from '../access/server.ts';
import { withDatabase } from '../fixtures/postgres.ts';

type Hand = StoryLine['hand'];
type Foretold = { promptId: string; before: number; right: string; wrong: string };

const factsOf = <T extends Fact['type']>(entries: Entry[], type: T) =>
  entries.flatMap(({ facts }) => facts.filter((fact): fact is Extract<Fact, { type: T }> => fact.type === type));

/** A lab's question with choices: the line of the story before which it is asked, and the right answer. */
function foretold(lab: Lab): Foretold {
  const prompt = lab.prompts.find(({ kind }) => kind === 'prediction') ?? expect.fail('no question');
  const [usual = expect.fail('no variant')] = lab.variants;
  const { spec, entries } = playStory(machineSpecOf(lab, usual), lab.story, lab.script);
  const decided = prompt.outcome && questionOutcome({ spec, entries }, prompt.outcome, 0);
  const [choice] = factsOf(entries, 'VictimChosen');
  const kill = entries.findIndex(({ facts }) => facts.some((fact) => fact === choice));
  const others = Array.isArray(prompt.choices) ? prompt.choices : ['nobody'];
  const right = decided ? decided.right : choice?.victim.process;
  if (!right) return expect.fail(`${lab.slug} tells nothing`);
  const before = decided ? 0 : kill - (entries.length - lab.story.length);
  return { promptId: prompt.id, before, right, wrong: others.find((one) => one !== right) ?? '' };
}

describe('the labs’ questions, through the API', () => {
  const database = withDatabase();
  let server: TestServer;
  let hands: Record<Hand, Browser>;
  let machineId: string;
  let isOfFirst = false;
  let actors: Record<Hand, string>;

  beforeAll(async () => {
    server = await startServer(database.appUrl);
    const signIn = async (name: string): Promise<Browser> => {
      const { email } = await makePerson(server.services, { name, hasPassword: true });
      const browser = openBrowser(server.origin);
      expect((await browser.signIn(email, PASSWORD)).status).toBe(200);
      return browser;
    };
    hands = { staff: await signIn('Tess'), ana: await signIn('Ana'), ben: await signIn('Ben') };
  });
  afterAll(() => server.close());

  /** Tess starts the lab and shares it; Ana and Ben join by its code. */
  async function start({ slug, script, variants: [usual] }: Lab): Promise<void> {
    isOfFirst = script.some((line) => line.endsWith(' 1000'));
    const { policy, settings } = usual ?? expect.fail('no variant');
    const started = await hands.staff.mutate<{ machineId: string }>('labs.start', { slug, policy, settings });
    machineId = started.data.machineId;
    const sit = async (hand: Hand) =>
      (await hands[hand].mutate<{ mySeat: { actorId: string } }>('machines.open', { machineId })).data.mySeat.actorId;
    const staff = await sit('staff');
    const { code } = (await hands.staff.mutate<{ code: string }>('machines.share', { machineId })).data;
    for (const hand of [hands.ana, hands.ben]) await hand.mutate('machines.joinByCode', { code });
    actors = { staff, ana: await sit('ana'), ben: await sit('ben') };
  }
  async function send(lines: readonly StoryLine[]): Promise<void> {
    for (const { hand: of, line } of lines) {
      // What a script starts belongs to the first seat, and that is Tess's here.
      const hand = isOfFirst && of === 'ana' ? 'staff' : of;
      const input = { machineId, commandId: crypto.randomUUID(), seenSeq: 0, line };
      expect((await hands[hand].mutate('machines.submit', input)).data, line).toMatchObject({ ok: true });
    }
  }
  async function put(promptId: string): Promise<string> {
    const { data, message } = await hands.ana.mutate<{ prompt: string }>('predictions.putLab', { machineId, promptId });
    expect(message).toBe('');
    return data.prompt;
  }
  const answer = async (hand: Hand, prompt: string, words: string) =>
    expect((await hands[hand].mutate('predictions.answer', { machineId, prompt, answer: words })).message).toBe('');
  async function logOf(lab: Lab): Promise<{ spec: ReturnType<typeof machineSpecOf>; entries: Entry[] }> {
    const [usual = expect.fail('no variant')] = lab.variants;
    const { data } = await hands.ana.query<{ entries: Entry[] }>('log.page', { machineId, afterSeq: 0, limit: 500 });
    return { spec: machineSpecOf(lab, usual), entries: data.entries };
  }
  async function opened(lab: Lab): Promise<void> {
    const reveals = async () => factsOf((await logOf(lab)).entries, 'AnswersRevealed').length;
    await expect.poll(reveals, { timeout: 10_000 }).toBe(1);
  }
  /** Of the items about predictions: Ana, Ben and Tess, or the group. */
  const verdicts = async (lab: Lab, itemId: string) =>
    evaluateRubric(lab.rubric, await logOf(lab), [actors.ana, actors.ben, actors.staff])
      .filter((result) => result.itemId === itemId)
      .map(({ verdict, points }) => `${verdict} ${points}`);

  const ofMembers = LABS.filter(({ rubric }) => rubric.items.some(({ id }) => id === 'predicted'));
  it.each(ofMembers.map((lab) => [lab.slug, lab] as const))(
    '%s: a student puts it, the lab opens it, and the rubric tells who knew it before',
    async (_, lab) => {
      const { promptId, before, right, wrong } = foretold(lab);
      await start(lab);
      await send(lab.story.slice(0, before));
      const prompt = await put(promptId);
      await answer('ana', prompt, right);
      await answer('ben', prompt, wrong);
      expect(await verdicts(lab, 'predicted')).toEqual(['missed 0', 'missed 0', 'missed 0']);
      await send(lab.story.slice(before));
      await opened(lab);
      expect(await verdicts(lab, 'predicted')).toEqual(['earned 100', 'partly 50', 'missed 0']);
    },
  );

  it.each([
    ['earned 100', ['right', 'right']],
    ['missed 0', ['right', 'wrong']],
    ['missed 0', []],
  ] as const)('who-do-we-throw-out: the group’s prediction: %s for %j', async (expected, answers) => {
    const lab = findLab('who-do-we-throw-out') ?? expect.fail('lab 5 is gone');
    const said = foretold(lab);
    await start(lab);
    await send(lab.story.slice(0, said.before));
    const prompt = await put(said.promptId);
    for (const [i, hand] of (['ana', 'ben'] as const).entries()) {
      const words = answers[i];
      if (words) await answer(hand, prompt, said[words]);
    }
    await send(lab.story.slice(said.before));
    await opened(lab);
    expect(await verdicts(lab, 'group-foresaw')).toEqual([expected]);
  });

  it('all but one have such an item', () => {
    expect(ofMembers.length).toBe(LABS.length - 1);
  });
});
