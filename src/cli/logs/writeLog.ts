import {
  boot,
  bornNow,
  type Command,
  digest,
  ENGINE_VERSION,
  execute,
  type MachineSpec,
  makeEntry,
  type ScriptStep,
} from '@overcommit/engine';
import { hashHeader, hashLink } from '@overcommit/event-store';
import { hashedPart, logHeader, printLog, type WireEntry } from '@overcommit/protocol';
import { InputError } from '../usage.ts';

/** A log made from a script has a fixed time, so that the same script always makes the same file. */
const RECORDED_AT = '1970-01-01T00:00:00.000Z';

/** Runs a script and gives its log as text (NDJSON), hash chain and digest included. */
export function logOfScript(id: string, script: MachineSpec, steps: readonly ScriptStep[]): string {
  const spec = bornNow(script);
  const header = logHeader({ id, spec, engineVersion: ENGINE_VERSION });
  const machine = boot(spec);
  const entries: WireEntry[] = [];
  let hash = hashHeader(header);
  const carryOut = (actor: string, commandId: string, command: Command) => {
    const done = execute(machine, command, actor);
    if (!done.ok) throw new InputError(`${commandId}: ${done.rejection.message}`);
    const entry: WireEntry = {
      ...makeEntry(machine, { actor, commandId, command, facts: done.facts }),
      recordedAt: RECORDED_AT,
      hash: '',
    };
    hash = hashLink(hash, hashedPart(entry));
    entries.push({ ...entry, hash });
  };
  carryOut('system', 'seat:script', { verb: 'seat', actor: 'script', uid: 0, role: 'staff' });
  for (const { command, line } of steps) carryOut('script', `line:${line}`, command);
  return printLog({ header, entries, end: { end: true, seq: machine.seq, hash, digest: digest(machine) } });
}
