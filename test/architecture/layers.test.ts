import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const PACKAGES = ['coursework', 'engine', 'event-store', 'handbook', 'oom-report', 'protocol', 'reading'];

/** What lies in the planted project and may be imported. */
const INNOCENT: Record<string, string> = {
  'src/app/page.tsx': `import '@/features/home/Home.tsx';`,
  'src/features/home/Home.tsx': `import '@/ui/Button.tsx'; import type { Thing } from '@/server/thing.ts'; export type T = Thing;`,
  'src/features/machineParts/Gauge.tsx': `import 'react'; import '@/machineView/moment.ts';`,
  'src/features/machine/Live.tsx': `import '../machineParts/Gauge.tsx';`,
  'src/machineView/moment.ts': `import '@overcommit/engine'; import type { Thing } from '@/ui/Button.tsx'; export type T = Thing;`,
  'src/ui/Button.tsx': 'export const button = 1; export type Thing = 1;',
  'src/trpc/server.ts': `import '../server/shared.ts';`,
  'src/server/shared.ts': 'export const shared = 1;',
  'src/server/thing.ts': `import '@overcommit/engine'; import 'node:fs'; import '../../prisma/client.ts'; export type Thing = 1;`,
  'src/server/api/root.ts': `import '@trpc/server'; import '../commands/start.ts'; export const root = 1;`,
  'src/server/commands/start.ts': `import type { Thing } from '../services.ts'; import '../rooms/room.ts'; export type T = Thing;`,
  'src/server/services.ts': `import type { Thing } from './thing.ts'; export type { Thing };`,
  'src/server/realtime/relay.ts': `import '../rooms/room.ts'; import 'socket.io';`,
  'src/server/rooms/room.ts': `import '@overcommit/engine'; import '../thing.ts';`,
  'src/cli/run.ts': `import '@overcommit/engine'; import 'node:fs';`,
  'src/cli/run.test.ts': `import 'vitest'; import './run.ts';`,
  'packages/engine/src/pure.ts': `import 'zod';`,
  'packages/engine/src/pure.test.ts': `import 'node:fs'; import 'vitest';`,
  'packages/handbook/src/teaching.ts': 'export const keys = 1;',
  'prisma/client.ts': 'export const client = 1;',
};

/** rule, the file that breaks it, what that file imports. */
const VIOLATIONS: [rule: string, file: string, imported: string][] = [
  ['packages-without-node', 'packages/engine/src/node.ts', 'node:fs'],
  ['packages-without-node', 'packages/protocol/src/bareNode.ts', 'fs'],
  ['packages-small-npm', 'packages/engine/src/react.ts', 'react'],
  ['packages-small-npm', 'packages/coursework/src/pg.ts', 'pg'],
  ['packages-below-src', 'packages/engine/src/upward.ts', '../../../src/server/thing.ts'],
  ['packages-below-src', 'packages/event-store/src/upward.ts', '../../../prisma/client.ts'],
  ['package-engine', 'packages/engine/src/sideways.ts', '@overcommit/protocol'],
  ['package-event-store', 'packages/event-store/src/sideways.ts', '@overcommit/engine'],
  ['package-protocol', 'packages/protocol/src/sideways.ts', '@overcommit/coursework'],
  ['package-oom-report', 'packages/oom-report/src/sideways.ts', '@overcommit/reading'],
  ['package-reading', 'packages/reading/src/sideways.ts', '@overcommit/coursework'],
  ['package-coursework', 'packages/coursework/src/sideways.ts', '@overcommit/handbook'],
  ['package-handbook', 'packages/handbook/src/sideways.ts', '@overcommit/event-store'],
  ['ui-without-domain', 'src/ui/domain.tsx', '@overcommit/engine'],
  ['ui-without-domain', 'src/ui/feature.tsx', '../features/home/Home.tsx'],
  ['machine-view-without-screens', 'src/machineView/hook.ts', 'react'],
  ['machine-view-without-screens', 'src/machineView/feature.ts', '../features/home/Home.tsx'],
  ['machine-view-without-screens', 'src/machineView/server.ts', '../server/thing.ts'],
  ['machine-view-without-ui', 'src/machineView/drawing.ts', '@/ui/Button.tsx'],
  ['parts-below-pages', 'src/features/machineParts/page.tsx', '../machine/Live.tsx'],
  ['replay-without-live', 'src/features/replay/live.tsx', '../machine/Live.tsx'],
  ['features-below-routes', 'src/features/home/route.tsx', '@/app/page.tsx'],
  ['screens-without-server', 'src/features/home/server.tsx', '@/server/thing.ts'],
  ['screens-without-server', 'src/trpc/client.tsx', '../server/api/root.ts'],
  ['screens-without-keys', 'src/features/home/key.tsx', '@overcommit/handbook/teaching'],
  ['features-without-server-caller', 'src/features/home/caller.tsx', '@/trpc/server.ts'],
  ['routes-through-shared', 'src/app/direct.tsx', '@/server/thing.ts'],
  ['routes-through-shared', 'src/app/prisma.tsx', '../../prisma/client.ts'],
  ['server-without-screens', 'src/server/drawing.ts', '../features/home/Home.tsx'],
  ['server-without-screens', 'src/server/react.ts', 'react'],
  ['cli-without-server', 'src/cli/database.ts', '../server/thing.ts'],
  ['cli-backup-only', 'src/cli/backup.ts', '../server/thing.ts'],
  ['rooms-without-sockets', 'src/server/rooms/socket.ts', 'socket.io'],
  ['api-on-top', 'src/server/commands/upward.ts', '../api/root.ts'],
  ['api-on-top', 'src/server/upward.ts', './api/root.ts'],
  ['trpc-in-api-only', 'src/server/commands/error.ts', '@trpc/server'],
  ['trpc-in-api-only', 'src/server/questions/error.ts', '@trpc/server'],
  ['server-auth', 'src/server/auth/up.ts', '../commands/start.ts'],
  ['server-database', 'src/server/database/up.ts', '../rooms/room.ts'],
  ['server-grading', 'src/server/grading/up.ts', '../services.ts'],
  ['server-logCheck', 'src/server/logCheck/up.ts', '../rooms/room.ts'],
  ['server-rooms', 'src/server/rooms/up.ts', '../realtime/relay.ts'],
  ['server-work', 'src/server/work/up.ts', '../commands/start.ts'],
  ['server-variations', 'src/server/variations/up.ts', '../commands/start.ts'],
  ['server-projections', 'src/server/projections/up.ts', '../commands/start.ts'],
  ['server-questions', 'src/server/questions/up.ts', '../services.ts'],
  ['server-realtime', 'src/server/realtime/up.ts', '../commands/start.ts'],
  ['server-backup', 'src/server/backup/up.ts', '../commands/start.ts'],
  ['server-peers', 'src/server/peers/up.ts', '../rooms/room.ts'],
  ['server-store', 'src/server/store/up.ts', '../api/root.ts'],
  ['server-commands', 'src/server/commands/sideways.ts', '../realtime/relay.ts'],
  ['server-seed', 'src/server/seed/past.ts', '../rooms/room.ts'],
  ['server-api', 'src/server/api/sideways.ts', '../realtime/relay.ts'],
  ['server-http', 'src/server/http/sideways.ts', '../realtime/relay.ts'],
  ['no-tests-in-product', 'src/server/tested.ts', '../cli/run.test.ts'],
  ['no-circles', 'src/server/circle.ts', './circleBack.ts'],
  ['no-circles', 'src/server/typeCircle.ts', './typeCircleBack.ts'],
  ['resolvable', 'src/server/nowhere.ts', './nowhereAtAll.ts'],
];

/** As above, but the import is of a type: the rule sees that too. */
const TYPE_VIOLATIONS: [rule: string, file: string, imported: string][] = [
  ['api-on-top', 'src/server/commands/upwardType.ts', '../api/root.ts'],
  ['trpc-in-api-only', 'src/server/rooms/errorType.ts', '@trpc/server'],
  ['server-rooms', 'src/server/rooms/upType.ts', '../services.ts'],
];

type Seen = { from: string; rule: { name: string } };
let project: string;
let seen: Seen[];

function write(file: string, text: string): void {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), text);
}

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'overcommit-layers-'));
  for (const name of PACKAGES) {
    cpSync(join(ROOT, 'packages', name, 'package.json'), join(project, 'packages', name, 'package.json'));
    write(`packages/${name}/src/index.ts`, 'export const one = 1;');
  }
  linkModules();
  for (const file of ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs'])
    cpSync(join(ROOT, file), join(project, file));
  for (const [file, text] of Object.entries(INNOCENT)) write(file, text);
  for (const [, file, imported] of VIOLATIONS) write(file, `import '${imported}';`);
  for (const [, file, imported] of TYPE_VIOLATIONS)
    write(file, `import type { Thing } from '${imported}'; export type T = Thing;`);
  write('src/server/circleBack.ts', `import './circle.ts';`);
  write('src/server/typeCircleBack.ts', `import type { Thing } from './typeCircle.ts'; export type T = Thing;`);
  seen = cruise();
}, 60_000);
afterAll(() => rmSync(project, { recursive: true, force: true }));

/** Real packages as links; our own packages lead to the planted ones, as npm's workspaces do. */
function linkModules(): void {
  for (const scope of ['@overcommit', '@trpc']) mkdirSync(join(project, 'node_modules', scope), { recursive: true });
  for (const name of ['zod', 'react', 'pg', 'socket.io', 'vitest', '@trpc/server']) {
    symlinkSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name));
  }
  for (const name of PACKAGES)
    symlinkSync(join(project, 'packages', name), join(project, 'node_modules', '@overcommit', name));
}

function cruise(): Seen[] {
  const tool = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const args = [tool, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'packages', 'src'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8', maxBuffer: 64 << 20 });
  if (stdout === '') throw new Error(stderr);
  return (JSON.parse(stdout) as { summary: { violations: Seen[] } }).summary.violations;
}

describe('the layer rules', () => {
  it.each([...VIOLATIONS, ...TYPE_VIOLATIONS])('%s: sees %s import %s', (rule, file) => {
    expect(seen.filter(({ from }) => from === file).map((violation) => violation.rule.name)).toContain(rule);
  });

  it('are each broken by something planted here', () => {
    const { forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
      forbidden: { name: string }[];
    };
    const planted = new Set(VIOLATIONS.map(([rule]) => rule));
    expect(forbidden.map(({ name }) => name).filter((name) => !planted.has(name))).toEqual([]);
  });

  it('let pass what is allowed', () => {
    const allowed = seen.filter(({ from }) => from in INNOCENT);
    expect(allowed).toEqual([]);
  });
});
