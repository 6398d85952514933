/** `overcommit COMMAND …`: everything here works on files alone. Exit codes: 0 done, 1 the input is wrong, 2 usage. */
import { helpFor, POLICY_IDS, VERBS } from '@overcommit/engine';
import { exportLog } from './export.ts';
import { replayLog } from './replay.ts';
import { rerunLog } from './rerun.ts';
import { run } from './run.ts';
import { InputError, USAGE, UsageError } from './usage.ts';
import { verify } from './verify.ts';

const COMMANDS: Record<string, (args: string[]) => number> = {
  run,
  export: exportLog,
  replay: replayLog,
  rerun: rerunLog,
  verify,
  help: ([verb]) => {
    const isVerb = VERBS.some((known) => known === verb);
    console.log(isVerb ? helpFor(verb) : `${USAGE}${POLICY_IDS.join(' ')}\nVerbs: ${VERBS.join(' ')}`);
    return 0;
  },
};

function main([name = '', ...args]: string[]): number {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (name === '--help' || name === '-h') return main(['help']);
  if (!command) throw new UsageError(name === '' ? 'no command given' : `no command ${name}`);
  return command(args);
}

/** What parseArgs throws about flags it does not know is the caller's mistake too. */
function isUsage(error: unknown): error is UsageError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return error instanceof UsageError || code.startsWith('ERR_PARSE_ARGS');
}

// A reader that goes away (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (isUsage(error)) {
    console.error(`overcommit: ${error.message}\n\n${USAGE}${POLICY_IDS.join(' ')}`);
    process.exitCode = 2;
  } else if (error instanceof InputError) {
    console.error(error.message);
    process.exitCode = 1;
  } else throw error;
}
