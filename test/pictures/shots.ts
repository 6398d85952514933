/** Every page, who looks at it, and what happens before the picture is taken. */
import type { Page } from 'playwright-core';
import { KERNEL_PAGES, LABS } from '../../packages/handbook/src/index.ts';
import { readMachine } from '../e2e/atTheMachine.ts';
import type { Scene, Viewer } from './scene.ts';

/** What the page's server does: answers, never answers, or fails. */
export type Weather = 'fair' | 'waiting' | 'failing';

export type Shot = {
  name: string;
  as: Viewer;
  path: string;
  /** One of the five main pages: taken at a projector's width as well. */
  main?: boolean;
  weather?: Weather;
  act?: (page: Page) => Promise<void>;
  /** Taken as soon as `act` is done: what it shows does not last. */
  isMoment?: boolean;
};

const TOKEN = 'x'.repeat(43);
/** An entry before the story's kill. */
const BEFORE_THE_KILL = 10;

/** On a small screen a part is on the bar at the bottom, or behind `More`. */
async function openPart(page: Page, name: string): Promise<void> {
  const bar = page.getByRole('navigation', { name: 'Parts of the screen' });
  const button = bar.getByRole('button', { name, exact: true });
  if (await button.isVisible()) return button.click();
  await bar.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name, exact: true }).click();
}
/** On a small screen the tabs are behind `Why`. */
async function openWhy(page: Page): Promise<void> {
  const why = page.getByRole('navigation', { name: 'Parts of the screen' }).getByRole('button', { name: 'Why' });
  if (await why.isVisible()) await why.click();
}
const tab =
  (name: string) =>
  async (page: Page): Promise<void> => {
    const bar = page.getByRole('navigation', { name: 'Parts of the screen' });
    if (await bar.isVisible()) await openPart(page, name);
    else await page.getByRole('tab', { name }).click();
    await page.getByRole('tabpanel', { name }).waitFor();
  };
const press =
  (...names: (string | RegExp)[]) =>
  async (page: Page): Promise<void> => {
    for (const name of names) await page.getByRole('button', { name }).first().click();
  };
const dialogOf =
  (name: string | RegExp) =>
  async (page: Page): Promise<void> => {
    await press(name)(page);
    await page.getByRole('dialog').waitFor();
  };
const alert = async (page: Page): Promise<void> => {
  await page.getByRole('alert').filter({ hasText: /\w/ }).first().waitFor();
};

const slide =
  (mib: number, kernel?: string) =>
  async (page: Page): Promise<void> => {
    if (kernel) await page.getByRole('radio', { name: kernel }).check({ force: true });
    await page.getByRole('slider').first().fill(String(mib));
  };

const landing: Shot[] = [
  { name: 'landing', as: 'anon', path: '/', main: true },
  { name: 'landing-kill', as: 'anon', path: '/', act: slide(80) },
  { name: 'landing-solaris', as: 'anon', path: '/', act: slide(80, 'Solaris') },
  { name: 'landing-strict', as: 'anon', path: '/', act: slide(80, 'strict') },
];

function machine(scene: Scene): Shot[] {
  const { paths } = scene;
  const at = (name: string, more: Omit<Shot, 'name' | 'as' | 'path'> = {}): Shot => ({
    name: `machine-${name}`,
    as: 'ana',
    path: paths.story,
    ...more,
  });
  const crowd = (name: string, more: Omit<Shot, 'name' | 'as' | 'path'> = {}): Shot => ({
    ...at(`crowd-${name}`, more),
    as: 'guest',
    path: paths.crowd,
  });
  return [
    at('why', { main: true }),
    at('handout', { act: tab('Handout') }),
    at('people', { act: tab('People') }),
    at('proc', { act: tab('/proc') }),
    at('waiting', { weather: 'waiting' }),
    at('failing', { weather: 'failing' }),
    { name: 'machine-not-a-member', as: 'newcomer', path: paths.story },
    { name: 'machine-fresh', as: 'newcomer', path: paths.fresh },
    { name: 'machine-instructor', as: 'instructor', path: paths.story },
    { name: 'machine-share', as: 'instructor', path: paths.crowd, act: dialogOf('Share') },
    // A kill as it comes, while it is announced, and when it is over.
    ...[300, 2000, 6000].map((ms) => at(`kill-${ms}`, { main: ms === 300, isMoment: true, act: kill(scene, ms) })),
    crowd('why', { main: true }),
    crowd('people', { act: tab('People') }),
    crowd('proc', { act: tab('/proc') }),
    crowd('fates', { act: fates }),
    crowd('every-page', { act: press('Every page') }),
  ];
}

/** A machine of its own, filled to the last page, and killed on: the picture is taken so long after the kill. */
const kill =
  (scene: Scene, ms: number) =>
  async (page: Page): Promise<void> => {
    const { path, strike } = await scene.loadMachine();
    await page.goto(`${scene.url}${path}`);
    await readMachine(page, 1);
    await page.waitForFunction(() => document.querySelector('.skeleton') === null);
    await strike();
    await page.locator('[data-kill]').filter({ visible: true }).waitFor();
    await page.waitForTimeout(ms);
  };

async function fates(page: Page): Promise<void> {
  await tab('Why')(page);
  await page.getByText('If the killer struck now').click();
}

function replay({ paths, variations }: Scene): Shot[] {
  const path = `${paths.story}/replay`;
  const [first, ...more] = variations;
  const fourLanes = `${path}?at=${BEFORE_THE_KILL}&variation=${first}&with=${more.join(',')}`;
  const whatIf = async (page: Page): Promise<void> => {
    await page.goto(page.url().replace(/\/replay.*/, ''));
    await readMachine(page, 1);
    await openWhy(page);
    const link = page.getByRole('link', { name: /Solaris/ }).first();
    await link.click();
    await page.waitForURL('**/replay**');
    await page.getByRole('dialog').getByRole('button').last().click();
    await page.getByRole('button', { name: /^First difference/ }).waitFor();
  };
  return [
    { name: 'replay', as: 'ana', path: `${path}?at=${BEFORE_THE_KILL}`, main: true },
    { name: 'replay-end', as: 'ana', path },
    { name: 'replay-comments', as: 'ana', path: `${path}?at=${BEFORE_THE_KILL}&view=comments` },
    { name: 'replay-what-if', as: 'ana', path, main: true, act: whatIf },
    { name: 'replay-four-lanes', as: 'ana', path: fourLanes, main: true },
    { name: 'replay-crowd', as: 'guest', path: `${paths.crowd}/replay` },
    { name: 'replay-waiting', as: 'ana', path, weather: 'waiting' },
    { name: 'replay-failing', as: 'ana', path, weather: 'failing' },
    { name: 'rule', as: 'ana', path: `${paths.story}/rule`, main: true },
    { name: 'rule-waiting', as: 'ana', path: `${paths.story}/rule`, weather: 'waiting' },
    { name: 'rule-failing', as: 'ana', path: `${paths.story}/rule`, weather: 'failing' },
  ];
}

function classroom({ paths }: Scene): Shot[] {
  const staff = (name: string, path: string, more: Partial<Shot> = {}): Shot => ({
    name,
    as: 'instructor',
    path,
    ...more,
  });
  return [
    staff('wall', `${paths.course}/wall`, { main: true }),
    staff('wall-big', `${paths.bigCourse}/wall`, { main: true }),
    staff('wall-projector', `${paths.bigCourse}/wall?projector=1`, { main: true }),
    staff('wall-empty', `${paths.emptyCourse}/wall`),
    staff('wall-waiting', `${paths.course}/wall`, { weather: 'waiting' }),
    staff('wall-failing', `${paths.course}/wall`, { weather: 'failing' }),
    staff('grading', `${paths.assignment}/grading`, { main: true }),
    staff('grading-big', `${paths.bigAssignment}/grading`, { main: true }),
    staff('grading-waiting', `${paths.assignment}/grading`, { weather: 'waiting' }),
    staff('grading-failing', `${paths.assignment}/grading`, { weather: 'failing' }),
    staff('course', paths.course),
    staff('course-big', paths.bigCourse),
    staff('course-empty', paths.emptyCourse),
    staff('course-waiting', paths.course, { weather: 'waiting' }),
    staff('course-failing', paths.course, { weather: 'failing' }),
    { name: 'course-student', as: 'ana', path: paths.course },
    { name: 'course-not-a-member', as: 'newcomer', path: paths.bigCourse },
    staff('course-import', paths.emptyCourse, { act: dialogOf('Import roster') }),
    staff('assignment', paths.assignment),
    staff('assignment-big', paths.bigAssignment),
    { name: 'assignment-student', as: 'ana', path: paths.assignment },
    { name: 'assignment-waiting', as: 'ana', path: paths.assignment, weather: 'waiting' },
    { name: 'assignment-failing', as: 'ana', path: paths.assignment, weather: 'failing' },
  ];
}

function door({ paths }: Scene): Shot[] {
  const anon = (name: string, path: string, act?: Shot['act']): Shot => ({ name, as: 'anon', path, act });
  return [
    anon('login', '/login'),
    anon('login-wrong', '/login', async (page) => {
      await page.getByLabel('Email').fill('zoe@demo.local');
      await page.getByLabel('Password').fill('nonsense-nonsense');
      await press('Log in')(page);
      await alert(page);
    }),
    anon('signup', '/signup'),
    anon('join', '/join'),
    anon('join-code', '/join/AAAAA-AAAAA'),
    anon('join-bad', '/join/AAAAA-AAAAA', async (page) => {
      await page.getByLabel('Your name').fill('Zoe');
      await press('Join')(page);
      await alert(page);
    }),
    anon('invite-none', '/invite'),
    anon('confirm', '/confirm?token=of-nobody'),
    anon('invite', `/invite?token=${TOKEN}`),
    anon('resume-none', '/resume'),
    anon('resume', `/resume?token=${TOKEN}`),
    anon('setup-none', '/setup'),
    anon('setup', `/setup?token=${TOKEN}`),
    anon('keep-anon', '/keep?kernel=linux-guess&mib=60'),
    { name: 'keep', as: 'ana', path: '/keep?kernel=linux-guess&mib=60' },
    anon('nowhere', '/nowhere'),
    { name: 'machine-none', as: 'ana', path: '/machines/none' },
    { name: 'home', as: 'ana', path: '/home' },
    { name: 'home-staff', as: 'instructor', path: '/home' },
    { name: 'home-newcomer', as: 'newcomer', path: '/home' },
    { name: 'home-waiting', as: 'ana', path: '/home', weather: 'waiting' },
    { name: 'home-failing', as: 'ana', path: '/home', weather: 'failing' },
    { name: 'admin', as: 'host', path: '/admin' },
    { name: 'admin-search', as: 'host', path: '/admin', act: search('Maximiliane') },
    { name: 'admin-nobody', as: 'host', path: '/admin', act: search('zzz') },
    { name: 'admin-link', as: 'host', path: '/admin', act: passwordLink },
    {
      name: 'admin-storage',
      as: 'host',
      path: '/admin',
      act: (page) => page.getByText('Verify').first().scrollIntoViewIfNeeded(),
    },
    { name: 'admin-not-a-host', as: 'ana', path: '/admin' },
    { name: 'admin-waiting', as: 'host', path: '/admin', weather: 'waiting' },
    { name: 'admin-failing', as: 'host', path: '/admin', weather: 'failing' },
    { name: 'broken', as: 'ana', path: paths.story, act: breakIt },
  ];
}

const search =
  (words: string) =>
  async (page: Page): Promise<void> => {
    await page.getByRole('searchbox', { name: 'Find by name or address' }).fill(words);
    await page.waitForLoadState('networkidle');
  };

async function passwordLink(page: Page): Promise<void> {
  await dialogOf(/^Password link for/)(page);
  await press('Make the link')(page);
  await page.getByRole('textbox', { name: 'The link' }).waitFor();
}

/** The page after its own script has thrown, here while it sorts names. */
async function breakIt(page: Page): Promise<void> {
  await page.addInitScript(() => {
    String.prototype.localeCompare = () => {
      throw new Error('a picture of what is left when a page breaks');
    };
  });
  await page.reload();
  await page.getByRole('heading', { name: 'This page broke.' }).waitFor();
}

const reading: Shot[] = [
  { name: 'labs', as: 'anon', path: '/labs' },
  { name: 'labs-in', as: 'ana', path: '/labs' },
  ...LABS.map(({ slug }): Shot => ({ name: `lab-${slug}`, as: 'anon', path: `/labs/${slug}` })),
  { name: 'lab-in', as: 'instructor', path: '/labs/the-database-dies' },
  { name: 'handbook', as: 'anon', path: '/handbook' },
  { name: 'oom', as: 'anon', path: '/oom' },
  { name: 'oom-report', as: 'anon', path: '/oom', act: press('A database and a machine without memory (Linux 3.10)') },
  ...KERNEL_PAGES.map(({ id }): Shot => ({ name: `kernel-${id}`, as: 'anon', path: `/handbook/${id}` })),
  { name: 'kernel-run', as: 'anon', path: '/handbook/linux-6.1', act: press('Send all') },
];

/** All pictures of the scene. */
export function shotsOf(scene: Scene): Shot[] {
  return [...landing, ...machine(scene), ...replay(scene), ...classroom(scene), ...door(scene), ...reading];
}
