/** What the pictures show: a class hour's kill, a crowd of twelve with sixty processes, a course of 120 and people with nothing yet. */
import type { Browser, BrowserContext } from 'playwright-core';
import { call, seatGuest, submit } from '../bench/guests.ts';
import { becomeHost, logIn } from '../e2e/atTheMachine.ts';
import { newVisitor } from '../e2e/browser.ts';
import type { App } from '../fixtures/app.ts';

/** Who looks at a page; `anon` has no session. */
export type Viewer = 'anon' | 'ana' | 'instructor' | 'newcomer' | 'guest' | 'host';

export type Scene = {
  url: string;
  sessions: Record<Viewer, BrowserContext>;
  /** Of the story: the same inputs under three other kernels. */
  variations: string[];
  /** A fresh machine of Ana's and Ben's, full to the last page. `strike` sends the line that kills. */
  loadMachine(): Promise<{ path: string; strike(): Promise<void> }>;
  /** Paths of what the scene made. */
  paths: {
    story: string;
    crowd: string;
    fresh: string;
    course: string;
    bigCourse: string;
    emptyCourse: string;
    assignment: string;
    bigAssignment: string;
  };
};

type Line = readonly ['ana' | 'ben', string];

/** Ana's database forks to save itself; Ben's cache grows until the killer takes Ana's process. */
const STORY: readonly Line[] = [
  ['ana', 'spawn db'],
  ['ana', 'mmap db pool 110M rw private'],
  ['ana', 'touch db pool 0 110M w'],
  ['ana', 'fork db bgsave'],
  ['ana', 'touch db pool 0 60M w'],
  ['ben', 'spawn web'],
  ['ben', 'mmap web cache 200M rw private'],
  ...[1, 2, 3, 4, 5, 6, 7].map((n): Line => ['ben', `touch web cache ${n * 10}M 10M w`]),
];
/** The line that kills. */
const LAST: Line = ['ben', 'touch web cache 60M 10M w'];
const LOADED = STORY.filter(([, line]) => !/ [67]0M 10M/.test(line));
const OTHER_KERNELS = ['solaris-10', 'linux-2.4', 'freebsd'] as const;
const MEMBERS = 12;
const PROCESSES = 60;
const LONG_NAMES = [
  'Maximiliane-Alexandra von Hohenstein',
  'Wolfeschlegelsteinhausenbergerdorff',
  'Nguyễn Thị Minh Khai',
  'José Antonio Fernández de la Vega',
  'Łukasz Świętosławski',
  'Bo',
  'Oluwaseun Adébáyọ̀',
];
const LONG_TITLE = 'Operating Systems and Distributed Storage Architectures, second part, winter term (Thursday group)';
const STUDENTS = 120;

const longName = (n: number): string => LONG_NAMES[n % LONG_NAMES.length] as string;

async function signIn(browser: Browser, url: string, email: string): Promise<BrowserContext> {
  const { context, page } = await newVisitor(browser);
  await logIn(page, url, email);
  await page.close();
  return context;
}

/** A person who has just signed up. */
async function signUp(browser: Browser, url: string): Promise<BrowserContext> {
  const { context, page } = await newVisitor(browser);
  await page.goto(`${url}/signup`);
  await page.getByLabel('Name').fill('Newcomer Nell');
  await page.getByLabel('Email').fill('nell@demo.local');
  await page.getByLabel('Password').fill('overcommit-demo');
  await page.getByRole('button', { name: 'Sign up' }).click();
  await page.waitForURL('**/home');
  await page.close();
  return context;
}

async function startLab(context: BrowserContext, url: string): Promise<string> {
  const input = { slug: 'the-database-dies' };
  return ((await call(context, { url, procedure: 'labs.start', input })) as { machineId: string }).machineId;
}

/** The demo group's own machine, of its assignment. @returns its id */
async function groupMachine(context: BrowserContext, url: string): Promise<string> {
  const page = await context.newPage();
  await page.goto(`${url}/home`);
  const mine = page.getByRole('region', { name: 'My machines' });
  const href = await mine.getByRole('link', { name: /^The database dies/ }).getAttribute('href');
  await page.close();
  return (href as string).split('/').pop() as string;
}

/** A machine of its own for each picture of a kill: it is over in five seconds. */
async function loadMachine(
  { ana, ben }: { ana: BrowserContext; ben: BrowserContext },
  url: string,
): Promise<{ path: string; strike(): Promise<void> }> {
  const machineId = await startLab(ana, url);
  const { code } = (await call(ana, { url, procedure: 'machines.share', input: { machineId } })) as { code: string };
  const page = await ben.newPage();
  await page.goto(`${url}/join/${code}`);
  await page.getByRole('button', { name: /join/i }).click();
  await page.waitForURL('**/machines/**');
  await page.close();
  const send = async ([who, line]: Line): Promise<void> => {
    await submit(who === 'ana' ? ana : ben, { url, machineId, line });
  };
  for (const line of LOADED) await send(line);
  return { path: `/machines/${machineId}`, strike: () => send(LAST) };
}

async function vary(context: BrowserContext, url: string, machineId: string): Promise<string[]> {
  const ids: string[] = [];
  for (const policy of OTHER_KERNELS) {
    const input = { machineId, name: policy, plan: { from: 0, policy } };
    ids.push(((await call(context, { url, procedure: 'variations.create', input })) as { id: string }).id);
  }
  return ids;
}

/** Twelve members with long names and sixty processes, every other with memory. @returns its id and one member */
async function seatCrowd(
  browser: Browser,
  url: string,
  teacher: BrowserContext,
): Promise<{ machineId: string; guest: BrowserContext }> {
  const machineId = await startLab(teacher, url);
  const { code } = (await call(teacher, { url, procedure: 'machines.share', input: { machineId } })) as {
    code: string;
  };
  const guests: BrowserContext[] = [];
  for (let n = 0; n < MEMBERS - 1; n++) {
    guests.push(await seatGuest(browser, { url, code, n, name: `${longName(n)} ${n}`.slice(0, 40) }));
  }
  for (let n = 0; n < PROCESSES; n++) {
    const own = (line: string) => submit(guests[n % guests.length] as BrowserContext, { url, machineId, line });
    const name = n % 5 ? `worker${n}` : `longest-name-${n}`;
    await own(`spawn ${name}`);
    if (n % 2) continue;
    await own(`mmap ${name} heap 6M rw private`);
    await own(`touch ${name} heap`);
  }
  return { machineId, guest: guests[0] as BrowserContext };
}

/** A course of many, with an open assignment, one without a date and one that is over. */
async function makeBigCourse(
  teacher: BrowserContext,
  url: string,
): Promise<{ courseId: string; assignmentId: string }> {
  const on = (procedure: string, input: object, dates: string[] = []) =>
    call(teacher, { url, procedure, input, dates });
  const { courseId } = (await on('courses.create', { title: LONG_TITLE })) as { courseId: string };
  const rows = Array.from({ length: STUDENTS }, (_, i) => {
    const email = `student.with.a.rather.long.address.${i}@students.informatics.example-university.edu`;
    return `"${longName(i)}",${email},${i % 9 ? `group-${i % 40}` : 'the-group-with-the-quite-long-name'}`;
  });
  await on('courses.importRoster', { courseId, csv: ['name,email,group', ...rows].join('\n') });
  const make = (title: string, labSlug: string, due?: string) =>
    on('assignments.create', { courseId, title, labSlug, dueAt: due ?? null }, due ? ['dueAt'] : []);
  const open = await make('The database dies', 'the-database-dies', '2037-12-04T10:00:00.000Z');
  await make('A homework with a long title, typed without a thought for where it must fit', 'who-do-we-throw-out');
  await make('Solaris says no', 'solaris-says-no', '2026-01-20T10:00:00.000Z');
  const { assignmentId } = open as { assignmentId: string };
  for (let left = 1; left > 0; )
    ({ left } = (await on('assignments.openMachines', { assignmentId })) as { left: number });
  return { courseId, assignmentId };
}

/** Plays everything once against a freshly started server. */
export async function setScene(browser: Browser, app: Pick<App, 'url' | 'setupPath'>): Promise<Scene> {
  const { url } = app;
  const host = await newVisitor(browser);
  await becomeHost(host.page, app);
  const [teacher, ana, ben] = [
    await signIn(browser, url, 'instructor@demo.local'),
    await signIn(browser, url, 'ana@demo.local'),
    await signIn(browser, url, 'ben@demo.local'),
  ];
  const newcomer = await signUp(browser, url);
  const story = await groupMachine(ana, url);
  for (const [who, line] of STORY) await submit(who === 'ana' ? ana : ben, { url, machineId: story, line });
  const variations = await vary(ana, url, story);
  const crowd = await seatCrowd(browser, url, teacher);
  const big = await makeBigCourse(teacher, url);
  const empty = (await call(teacher, { url, procedure: 'courses.create', input: { title: 'Empty seminar' } })) as {
    courseId: string;
  };
  const fresh = await startLab(newcomer, url);
  return {
    url,
    variations,
    loadMachine: () => loadMachine({ ana, ben }, url),
    sessions: {
      anon: await browser.newContext(),
      ana,
      instructor: teacher,
      newcomer,
      guest: crowd.guest,
      host: host.context,
    },
    paths: {
      story: `/machines/${story}`,
      crowd: `/machines/${crowd.machineId}`,
      fresh: `/machines/${fresh}`,
      course: '/courses/demo-course',
      bigCourse: `/courses/${big.courseId}`,
      emptyCourse: `/courses/${empty.courseId}`,
      assignment: '/assignments/demo-assignment',
      bigAssignment: `/assignments/${big.assignmentId}`,
    },
  };
}
