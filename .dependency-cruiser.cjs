/**
 * Which part may know which. `npm run check` holds every import against it; test/architecture/layers.test.ts plants a violation
 * of each rule and proves that it is seen.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const TESTS = '(\\.test\\.tsx?$|/testing/|^packages/event-store/src/describe)';
const PURE_NPM = [
  'zod',
  '@noble/hashes',
  'pure-rand',
  '@marcbachmann/cel-js',
  'csv-parse',
  'csv-stringify',
  'fastest-levenshtein',
];
const TYPE_ONLY = ['type-only', 'type-import'];

/** What each package may know of the others. */
const PACKAGE_MAY_USE = {
  engine: ['event-store'],
  'event-store': [],
  protocol: ['engine', 'event-store'],
  'oom-report': ['engine', 'protocol'],
  reading: ['engine', 'protocol'],
  coursework: ['engine', 'event-store', 'protocol', 'reading'],
  handbook: ['engine', 'coursework', 'reading'],
};

const packageRules = Object.entries(PACKAGE_MAY_USE).map(([name, others]) => ({
  name: `package-${name}`,
  comment: `packages/${name} may use ${others.join(', ') || 'no other package'}.`,
  severity: 'error',
  from: { path: `^packages/${name}/` },
  to: { path: '^packages/', pathNot: `^packages/(${[name, ...others].join('|')})/` },
}));

/** What each folder of the server may know of the others. Root files below `services.ts` are open to all. */
const SERVER_BELOW = [
  ...['auth', 'database', 'grading', 'logCheck', 'projections', 'questions', 'rooms', 'variations'],
  ...['store', 'work'],
];
const SERVER_MAY_USE = {
  auth: ['peers'],
  backup: ['database', 'rooms', 'store'],
  peers: [],
  database: [],
  grading: ['work'],
  logCheck: [],
  rooms: [],
  variations: [],
  projections: ['rooms'],
  questions: ['rooms'],
  realtime: ['rooms', 'peers'],
  store: ['rooms'],
  work: ['rooms', 'store'],
  commands: [...SERVER_BELOW, 'services', 'context'],
  seed: ['commands', 'grading', 'store', 'work', 'services', 'context'],
  api: [...SERVER_BELOW, 'commands', 'services', 'context'],
  http: [...SERVER_BELOW, 'commands', 'api', 'services', 'context'],
};

const serverRules = Object.entries(SERVER_MAY_USE).map(([name, others]) => ({
  name: `server-${name}`,
  comment: `Of the server, src/server/${name} may use ${others.join(', ') || 'no other part'}.`,
  severity: 'error',
  from: { path: `^src/server/${name}/`, pathNot: TESTS },
  to: {
    path: '^src/server/([^/]+/|(services|context|platform|shared|run|main)\\.ts$)',
    pathNot: `^src/server/(${[name, ...others].join('|')})(/|\\.ts$)`,
  },
}));

module.exports = {
  forbidden: [
    {
      name: 'packages-without-node',
      comment: 'packages/ is pure: no Node.',
      severity: 'error',
      from: { path: '^packages/', pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'packages-small-npm',
      comment: 'packages/ is pure: of npm only the small pure libraries that are named here.',
      severity: 'error',
      from: { path: '^packages/', pathNot: TESTS },
      to: { path: '(^|/)node_modules/', pathNot: `(^|/)node_modules/(${PURE_NPM.join('|')})(/|$)` },
    },
    {
      name: 'packages-below-src',
      comment: 'packages/ knows nothing of src/, prisma/ or test/.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(src|prisma|test)/' },
    },
    ...packageRules,
    ...serverRules,
    {
      name: 'ui-without-domain',
      comment: 'src/ui is buttons, tables, dialogs: no domain words, so nothing of ours.',
      severity: 'error',
      from: { path: '^src/ui/' },
      to: { path: '^(packages|prisma|test|src/(?!ui/))' },
    },
    {
      name: 'machine-view-without-screens',
      comment:
        'src/machineView says what a screen of a machine shows: no React, no screen, no server. Of src/ui it takes types only.',
      severity: 'error',
      from: { path: '^src/machineView/', pathNot: TESTS },
      to: {
        path: '^(src/(?!machineView/|ui/)|prisma/|test/)|(^|/)node_modules/(react|react-dom|next|@tanstack|socket\\.io-client)/',
      },
    },
    {
      name: 'machine-view-without-ui',
      comment: 'How an owner looks is a type of src/ui; src/machineView draws nothing with it.',
      severity: 'error',
      from: { path: '^src/machineView/' },
      to: { path: '^src/ui/', dependencyTypesNot: TYPE_ONLY },
    },
    {
      name: 'parts-below-pages',
      comment: 'features/machineParts draws one moment of a machine for every page: it knows none of them.',
      severity: 'error',
      from: { path: '^src/features/machineParts/' },
      to: { path: '^src/features/[^/]+/', pathNot: '^src/features/(machineParts|glossary)/' },
    },
    {
      name: 'replay-without-live',
      comment: 'The replay and the live page share features/machineParts, not each other.',
      severity: 'error',
      from: { path: '^src/features/replay/' },
      to: { path: '^src/features/machine/' },
    },
    {
      name: 'features-below-routes',
      comment: 'A route hands to a feature, never the other way round.',
      severity: 'error',
      from: { path: '^src/(features|machineView|trpc|server|cli)/' },
      to: { path: '^src/app/' },
    },
    {
      name: 'screens-without-server',
      comment: 'What runs in a browser takes types from the server, never code.',
      severity: 'error',
      from: { path: '^src/(features|trpc)/', pathNot: '^src/trpc/server\\.ts$' },
      to: { path: '^(src/(server|cli)|prisma)/', dependencyTypesNot: TYPE_ONLY },
    },
    {
      name: 'screens-without-keys',
      comment: 'Rubrics, answers and predicates of the labs go to the server alone.',
      severity: 'error',
      from: { path: '^src/(?!server/)' },
      to: { path: '^packages/handbook/src/(teaching|keys/)' },
    },
    {
      name: 'features-without-server-caller',
      comment: 'Only a page may call the API in this process.',
      severity: 'error',
      from: { path: '^src/(features|ui)/' },
      to: { path: '^src/trpc/server\\.ts$', dependencyTypesNot: TYPE_ONLY },
    },
    {
      name: 'routes-through-shared',
      comment:
        'A page reaches the running server by src/server/shared.ts only: Next bundles its own copy of every other module.',
      severity: 'error',
      from: { path: '^src/(app/|trpc/server\\.ts$)' },
      to: { path: '^(src/(server|cli)|prisma)/', pathNot: '^src/server/shared\\.ts$', dependencyTypesNot: TYPE_ONLY },
    },
    {
      name: 'server-without-screens',
      comment: 'The server and the command line draw nothing.',
      severity: 'error',
      from: { path: '^src/(server|cli)/' },
      to: { path: '^src/(features|machineView|ui|trpc)/|(^|/)node_modules/(react|react-dom)/' },
    },
    {
      name: 'cli-without-server',
      comment: 'The overcommit command needs no database; only backup and restore are about one.',
      severity: 'error',
      from: { path: '^src/cli/', pathNot: '^src/cli/backup\\.ts$' },
      to: { path: '^(src/server|prisma)/' },
    },
    {
      name: 'cli-backup-only',
      comment: 'The commands about a database take them from src/server/backup.',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { path: '^(src/server/(?!backup/)|prisma/)' },
    },
    {
      name: 'api-on-top',
      comment: 'The API calls the rest of the server. Only the edge and the composition root know it, types included.',
      severity: 'error',
      from: { path: '^src/server/(?!api/|http/|(main|platform|shared)\\.ts$)' },
      to: { path: '^src/server/api/' },
    },
    {
      name: 'trpc-in-api-only',
      comment: 'Below the API a refusal is an AppError or a value: tRPC is known to the API and the edge.',
      severity: 'error',
      from: { path: '^src/server/(?!api/|http/)' },
      to: { path: '(^|/)node_modules/@trpc/' },
    },
    {
      name: 'rooms-without-sockets',
      comment: 'Sockets relay, rooms decide: a room knows no sockets.',
      severity: 'error',
      from: { path: '^src/server/(rooms|store)/' },
      to: {
        path: '(^|/)node_modules/socket\\.io',
        dependencyTypesNot: TYPE_ONLY,
      },
    },
    {
      name: 'no-tests-in-product',
      comment: 'Product code does not use tests.',
      severity: 'error',
      from: { path: '^(packages|src)/', pathNot: TESTS },
      to: { path: `${TESTS}|^test/` },
    },
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one, or three; types count as well.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(prisma/generated|\\.next|dist)/|\\.css$' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
};
