#!/usr/bin/env node
// Replaces Prisma's native schema engine, which is a separate download that may be out of reach: the same JSON-RPC over
// stdin and stdout, answered by the WebAssembly build of that engine, which comes from npm in the version that Prisma names.
// A tool for developers (npm run db:diff); the product does not use it. prisma.config.ts points Prisma here.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as wasm from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { parse } from 'pg-connection-string';

const INTERNAL_CHAR = 18;
const TEXT = 25;
const CHARACTER_MARK = '\u0001char';
const SERVER_ERROR = 4466;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    datamodels: { type: 'string', multiple: true },
    datasource: { type: 'string' },
    version: { type: 'boolean' },
  },
});

await loadEngine();
if (options.version) process.stdout.write(`schema-engine-cli ${wasm.version()}\n`);
else if (positionals[0] === 'cli') process.exitCode = await runDatabaseCommand(positionals[1]);
else serve();

async function loadEngine() {
  const wasmFile = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm')
    .replace(/schema_engine\.js$/, 'schema_engine_bg.wasm');
  const { instance } = await WebAssembly.instantiate(readFileSync(wasmFile), { './schema_engine_bg.js': wasm });
  wasm.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  // The engine leaves its panic message here before it dies.
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { message: '', set_message: report, get: () => '' };
}

function report(message) {
  const line = {
    timestamp: new Date().toISOString(),
    level: 'ERROR',
    fields: { message },
    target: 'schema_engine::logger',
  };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

function databaseUrl() {
  const url = options.datasource ? JSON.parse(options.datasource).url : process.env.DATABASE_URL;
  if (!url) throw new Error('This command needs a database. npm run db:diff starts one; or set DATABASE_URL.');
  return url;
}

/** `can-connect-to-database`, which Prisma asks first. This tool neither makes nor drops databases. */
async function runDatabaseCommand(command) {
  if (command !== 'can-connect-to-database') {
    report(`${command} is not offered here; do it with psql.`);
    return 1;
  }
  const client = new pg.Client({ connectionString: databaseUrl() });
  try {
    await client.connect();
    await client.end();
    return 0;
  } catch (error) {
    report(error.message);
    return 1;
  }
}

/** Answers one request a line, in order. */
function serve() {
  let engine;
  let last = Promise.resolve();
  const answer = async (line) => {
    const { id, method, params } = JSON.parse(line);
    if (method === undefined) return; // the answer to our `print`
    try {
      engine ??= newEngine();
      const result = await (await engine)[method](params);
      if (method === 'diff' && result?.stdout) send({ id: 0, method: 'print', params: { content: result.stdout } });
      send({ id, result: result ?? {} });
    } catch (error) {
      send({ id, error: { code: SERVER_ERROR, message: error.message, data: errorData(error) } });
    }
  };
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    if (line.trim() !== '') last = last.then(() => answer(line));
  });
  lines.on('close', () => last.then(() => process.exit(0)));
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}

/** Prisma prints `message` and the code; the engine puts both into JSON at times. */
function errorData(error) {
  const data = { is_panic: false, message: error.message, meta: error.meta ?? null, error_code: error.code ?? null };
  try {
    return { ...data, ...JSON.parse(error.message) };
  } catch {
    return data;
  }
}

function newEngine() {
  const datamodels = options.datamodels?.map((file) => [file, readFileSync(file, 'utf8')]);
  return wasm.SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(adapterFactory()));
}

/**
 * Never passes a connection string on: for the shadow database the adapter sets another name beside it, and pg prefers the string,
 * so that shadow migrations would run on the real database. This tool uses no shadow database.
 */
function adapterFactory() {
  const { host, port, user, password, database, ssl } = parse(databaseUrl());
  const config = { host, port: Number(port ?? 5432), user, password, database, ssl, Client: catalogueClient() };
  const factory = new PrismaPg(config);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => withCharacters(await connect());
  factory.connectToShadowDb = async () => {
    throw new Error('No shadow database here: write migrations with npm run db:diff.');
  };
  return factory;
}

/** The catalogue uses PostgreSQL's one-byte "char", which the adapter cannot read, so it is sent as marked text. */
function catalogueClient() {
  return class extends pg.Client {
    _handleRowDescription(message) {
      for (const field of message.fields.filter(({ dataTypeID }) => dataTypeID === INTERNAL_CHAR)) {
        field.dataTypeID = TEXT;
        field.name += CHARACTER_MARK;
      }
      return super._handleRowDescription(message);
    }
  };
}

/** Marked text becomes Character, the only type the engine takes there without a panic. */
function withCharacters(queryable) {
  const queryRaw = queryable.queryRaw.bind(queryable);
  queryable.queryRaw = async (query) => {
    const result = await queryRaw(query);
    result.columnNames.forEach((name, column) => {
      if (!name.endsWith(CHARACTER_MARK)) return;
      result.columnNames[column] = name.slice(0, -CHARACTER_MARK.length);
      result.columnTypes[column] = ColumnTypeEnum.Character;
    });
    return result;
  };
  if (queryable.startTransaction) {
    const startTransaction = queryable.startTransaction.bind(queryable);
    queryable.startTransaction = async (...args) => withCharacters(await startTransaction(...args));
  }
  return queryable;
}
