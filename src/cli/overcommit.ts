/** `overcommit COMMAND …`: all but `backup` and `restore` work on files alone. Exit codes: 0 done, 1 the input is wrong, 2 usage. */
import { InputError, USAGE, UsageError } from './usage.ts';

type Command = (args: string[]) => number | Promise<number>;

/** Loaded on demand: `run` does not need the code that reads logs. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  run: async () => (await import('./run.ts')).run,
  export: async () => (await import('./export.ts')).exportLog,
  replay: async () => (await import('./replay.ts')).replayLog,
  rerun: async () => (await import('./rerun.ts')).rerunLog,
  verify: async () => (await import('./verify.ts')).verify,
  oom: async () => (await import('./oom.ts')).oom,
  real: async () => (await import('./real.ts')).real,
  backup: async () => (await import('./backup.ts')).backUp,
  restore: async () => (await import('./backup.ts')).restoreBackup,
  help: async () => (await import('./help.ts')).help,
};

async function main([name = '', ...args]: string[]): Promise<number> {
  if (name === '--help' || name === '-h') return main(['help']);
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) throw new UsageError(name === '' ? 'no command given' : `no command ${name}`);
  const command = await load();
  return await command(args);
}

/** An error of parseArgs about an unknown flag is a usage error, too. */
function isUsage(error: unknown): error is UsageError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return error instanceof UsageError || code.startsWith('ERR_PARSE_ARGS');
}

// A reader that stops reading (`| head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (isUsage(error)) {
    console.error(`overcommit: ${error.message}\n\n${USAGE}`);
    process.exitCode = 2;
  } else if (error instanceof InputError) {
    console.error(error.message);
    process.exitCode = 1;
  } else throw error;
}
