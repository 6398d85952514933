import { digest, type Entry } from '@overcommit/engine';
import { createLogVerifier } from '@overcommit/protocol';
import { takeSnapshot } from '@/machineView/snapshot.ts';
import { createLanePlayer, type LanePlayer } from './lanePlayer.ts';
import { createLogPlayer, type LogPlayer } from './logPlayer.ts';
import type { FromWorker, LaneSource, ToWorker, VerifyOutcome } from './messages.ts';
import { readLines } from './readLines.ts';
import { labScript } from './script.ts';
import { createWhatIf } from './whatIf.ts';

export type WorkerPorts = { send: (message: FromWorker) => void; now: () => number };

const PROGRESS_MS = 100;

/** What runs beside the page: loading, seeking, hashing and verifying a log. */
export function createHandler(ports: WorkerPorts): { take: (message: ToWorker) => void } {
  const { send } = ports;
  let player: LogPlayer | null = null;
  let lane: LanePlayer | null = null;
  let abort = new AbortController();
  const whatIf = createWhatIf(ports);
  const laneOf = createLanes();
  const report = createProgress(ports);
  const fail = (error: unknown) =>
    send({ type: 'failed', message: error instanceof Error ? error.message : 'The log could not be read.' });
  const reading = (): Reading => {
    abort = new AbortController();
    return { signal: abort.signal, report };
  };
  const load = async (message: ToWorker & { type: 'load' }) => {
    const loaded = await loadLog(message, reading());
    player = loaded.player;
    send({ type: 'ready', last: player.lastSeq(), history: player.history, isPartial: loaded.isPartial });
  };
  const answer = (log: LogPlayer, message: ToWorker) => {
    const { type } = message;
    if (type === 'digest') send({ type, seq: message.seq, hex: digest(log.seek(message.seq)) });
    else if (type === 'script') send({ type, text: scriptOf(log, message.seq) });
    else if (type === 'report') whatIf.report(log);
    else if (type === 'kernels') whatIf.everyKernel(log);
    else if (type === 'stopKernels') whatIf.stop();
    else if (type === 'lane') lane = message.lane && laneOf(log, message.lane);
    else if (type === 'river') send({ type, id: message.lane.id, river: laneOf(log, message.lane).river() });
    else if (type === 'at') {
      const { history: _whole, ...snapshot } = takeSnapshot(log.seek(message.seq), log.history);
      const entry = log.entryAt(snapshot.seq);
      send({ type: 'moment', moment: { snapshot, entry, lane: lane?.at(snapshot.seq) ?? null } });
    }
  };
  return {
    take: (message) => {
      if (message.type === 'load') void load(message).catch(fail);
      else if (message.type === 'cancel') abort.abort();
      else if (message.type === 'verify')
        void verifyLog(message.url, reading()).then((verdict) => send({ type: 'verified', verdict }), fail);
      else if (!player) fail(new Error('The log is not read yet.'));
      else answer(player, message);
    },
  };
}

/** The last few variations that were opened: folding one takes as long as folding its rows. */
const KEPT_LANES = 6;

function createLanes() {
  const kept = new Map<string, LanePlayer>();
  return (log: LogPlayer, source: LaneSource): LanePlayer => {
    const player = kept.get(source.id) ?? createLanePlayer(log, source);
    kept.delete(source.id);
    kept.set(source.id, player);
    for (const id of kept.keys()) if (kept.size > KEPT_LANES) kept.delete(id);
    return player;
  };
}

/** What a long reading needs: a way to stop it, and a place to report entries done. */
type Reading = { signal: AbortSignal; report: (done: number) => void };

/** Sends progress, at most ten times a second. */
function createProgress({ send, now }: WorkerPorts): (done: number) => void {
  let sentAt = 0;
  return (done) => {
    if (now() - sentAt < PROGRESS_MS) return;
    sentAt = now();
    send({ type: 'progress', done });
  };
}

async function loadLog(
  { url, spec, total }: ToWorker & { type: 'load' },
  { signal, report }: Reading,
): Promise<{ player: LogPlayer; isPartial: boolean }> {
  const player = createLogPlayer(spec, { total });
  let isHeader = true;
  let isWhole = false;
  await readLines(url, {
    signal,
    take: (line) => {
      if (line.startsWith('{"end":')) isWhole = true;
      else if (!isHeader) player.add(line);
      isHeader = false;
      report(player.lastSeq());
      return true;
    },
  });
  if (!isWhole && !signal.aborted) throw new Error('The log broke off on its way here; try again.');
  return { player, isPartial: !isWhole };
}

async function verifyLog(url: string, { signal, report }: Reading): Promise<VerifyOutcome> {
  const verifier = createLogVerifier();
  await readLines(url, {
    signal,
    take: (line) => {
      const problem = verifier.push(line);
      report(verifier.seq);
      return problem === null;
    },
  });
  if (signal.aborted) return { ok: 'stopped', seq: verifier.seq };
  const verdict = verifier.finish();
  if (verdict.ok === false) return { ok: false, seq: verdict.problem.entry ?? null, message: verdict.problem.message };
  const { ok, seq, carriedOut, onlyFolded, digest: hex } = verdict;
  return { ok, seq, carriedOut, onlyFolded, digest: hex };
}

function scriptOf(player: LogPlayer, seq: number): string {
  function* typed(): Generator<Entry> {
    for (let at = 1; at <= seq; at++) {
      const entry = player.entryAt(at);
      if (entry) yield entry;
    }
  }
  return `# what was typed there up to entry ${seq}\n${labScript(player.spec, typed())}`;
}
