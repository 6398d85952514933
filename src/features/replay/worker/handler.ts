import { digest, type Entry } from '@overcommit/engine';
import { createLogVerifier } from '@overcommit/protocol';
import { takeSnapshot } from '@/machineView/snapshot.ts';
import { createLaneTape, type LaneTape } from './laneTape.ts';
import type { FromWorker, ToWorker, VerifyOutcome } from './messages.ts';
import { readLines } from './readLines.ts';
import { labScript } from './script.ts';
import { createTape, type Tape } from './tape.ts';
import { createWhatIf } from './whatIf.ts';

export type WorkerPorts = { send: (message: FromWorker) => void; now: () => number };

const PROGRESS_MS = 100;

/** What runs beside the page: loading, winding, hashing and verifying a log. */
export function createWorkerSide({ send, now }: WorkerPorts): { take: (message: ToWorker) => void } {
  let tape: Tape | null = null;
  let lane: LaneTape | null = null;
  const whatIf = createWhatIf({ send, now });
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

  const answer = (log: Tape, message: ToWorker) => {
    const { type } = message;
    if (type === 'digest') send({ type, seq: message.seq, hex: digest(log.wind(message.seq)) });
    else if (type === 'script') send({ type, text: scriptOf(log, message.seq) });
    else if (type === 'report') whatIf.report(log);
    else if (type === 'kernels') whatIf.everyKernel(log);
    else if (type === 'stopKernels') whatIf.stop();
    else if (type === 'lane') lane = message.lane && createLaneTape(log, message.lane);
    else if (type === 'at') {
      const { history: _whole, ...snapshot } = takeSnapshot(log.wind(message.seq), log.history);
      const entry = log.entryAt(snapshot.seq);
      send({ type: 'moment', moment: { snapshot, entry, lane: lane?.at(snapshot.seq) ?? null } });
    }
  };

  return {
    take: (message) => {
      if (message.type === 'load') void load(message).catch(fail);
      else if (message.type === 'cancel') abort.abort();
      else if (message.type === 'verify')
        void verify(message.url).then((verdict) => send({ type: 'verified', verdict }), fail);
      else if (!tape) fail(new Error('The log is not read yet.'));
      else answer(tape, message);
    },
  };
}

function scriptOf(tape: Tape, seq: number): string {
  function* typed(): Generator<Entry> {
    for (let at = 1; at <= seq; at++) {
      const entry = tape.entryAt(at);
      if (entry) yield entry;
    }
  }
  return `# what was typed there up to entry ${seq}\n${labScript(tape.spec, typed())}`;
}
