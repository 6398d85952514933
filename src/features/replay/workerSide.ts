import { digest, type Entry } from '@overcommit/engine';
import { createLogVerifier } from '@overcommit/protocol';
import { takeSnapshot } from '../machine/snapshot.ts';
import { readLines } from './readLines.ts';
import { labScript } from './script.ts';
import { createTape, type Tape } from './tape.ts';
import type { FromWorker, ToWorker, VerifyOutcome } from './wire.ts';

export type WorkerPorts = { send: (message: FromWorker) => void; now: () => number };

function scriptOf(tape: Tape, seq: number): string {
  function* typed(): Generator<Entry> {
    for (let at = 1; at <= seq; at++) {
      const entry = tape.entryAt(at);
      if (entry) yield entry;
    }
  }
  return labScript(tape.spec, typed());
}

const PROGRESS_MS = 100;

/** What runs beside the page: loading, winding, hashing and verifying a log. */
export function createWorkerSide({ send, now }: WorkerPorts): { take: (message: ToWorker) => void } {
  let tape: Tape | null = null;
  let abort = new AbortController();
  let toldAt = 0;

  const tell = (done: number) => {
    if (now() - toldAt < PROGRESS_MS) return;
    toldAt = now();
    send({ type: 'progress', done });
  };
  const fail = (error: unknown) =>
    send({ type: 'failed', message: error instanceof Error ? error.message : 'The log could not be read.' });

  const load = async ({ url, spec, total }: ToWorker & { type: 'load' }) => {
    abort = new AbortController();
    const loading = createTape(spec, { total });
    let isHeader = true;
    let isWhole = false;
    await readLines(url, {
      signal: abort.signal,
      take: (line) => {
        if (line.startsWith('{"end":')) isWhole = true;
        else if (!isHeader) loading.add(line);
        isHeader = false;
        tell(loading.lastSeq());
        return true;
      },
    });
    if (!isWhole && !abort.signal.aborted) throw new Error('The log broke off on its way here; try again.');
    tape = loading;
    send({ type: 'ready', last: loading.lastSeq(), history: loading.history, isPartial: !isWhole });
  };

  const verify = async (url: string): Promise<VerifyOutcome> => {
    abort = new AbortController();
    const verifier = createLogVerifier({ isCarryingOut: true });
    await readLines(url, {
      signal: abort.signal,
      take: (line) => {
        const problem = verifier.push(line);
        tell(verifier.seq);
        return problem === null;
      },
    });
    if (abort.signal.aborted) return { ok: null, seq: verifier.seq };
    const verdict = verifier.finish();
    if (verdict.ok) return { ok: true, seq: verdict.seq, carriedOut: verdict.carriedOut, digest: verdict.digest };
    return { ok: false, seq: verdict.problem.entry ?? null, message: verdict.problem.message };
  };

  return {
    take: (message) => {
      if (message.type === 'load') void load(message).catch(fail);
      else if (message.type === 'cancel') abort.abort();
      else if (message.type === 'verify')
        void verify(message.url).then((verdict) => send({ type: 'verified', verdict }), fail);
      else if (!tape) fail(new Error('The log is not read yet.'));
      else if (message.type === 'digest')
        send({ type: 'digest', seq: message.seq, hex: digest(tape.wind(message.seq)) });
      else if (message.type === 'script') send({ type: 'script', text: scriptOf(tape, message.seq) });
      else {
        const { history: _whole, ...snapshot } = takeSnapshot(tape.wind(message.seq), tape.history);
        send({ type: 'moment', moment: { snapshot, entry: tape.entryAt(snapshot.seq) } });
      }
    },
  };
}
