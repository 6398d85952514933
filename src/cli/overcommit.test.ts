import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgeLog, otherAnswer } from '../../test/fixtures/forgedLog.ts';
import { createLogSigner } from '../logSignature.ts';
import type { StepRecord } from './run/stepRecord.ts';

const TRACES = 'test/conformance/traces';
const GOLDEN = 'test/golden/class-crash.ndjson';
type Ended = { code: number; out: string; err: string };

/** The real command in a process of its own, from source: to load that takes a second. */
const fromSource = (...args: string[]) => runNode('src/cli/overcommit.mjs', args);

function runNode(file: string, args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...args], (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err });
    });
  });
}

describe('overcommit', { timeout: 300_000 }, () => {
  let dir: string;
  const path = (name: string) => join(dir, name);
  /** The same code in one file, which starts in a fifth of the time. */
  const overcommit = (...args: string[]) => runNode(path('overcommit.mjs'), args);
  const write = (name: string, text: string) => {
    writeFileSync(path(name), text);
    return path(name);
  };
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'overcommit-cli-'));
    await build({
      entryPoints: ['src/cli/overcommit.ts'],
      outfile: path('overcommit.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
    });
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('from source it does what it does here', async () => {
    const one = ['replay', GOLDEN, '--at', '5'];
    expect(await fromSource(...one)).toEqual(await overcommit(...one));
    expect(await fromSource('run', 'absent.txt')).toMatchObject({ code: 1, out: '' });
    expect(await fromSource()).toMatchObject({ code: 2, out: '' });
  });

  it('run --json prints a line a step, as the recordings have them', async () => {
    const script = write(
      'two.txt',
      '#mem 256M\n#swap 64M\n# a comment\nspawn a 1000\nmmap a h 8M rw private # why\n\ntouch a h 0 8M w\nexit a 3\n',
    );
    const { code, out } = await overcommit('run', script, '--json');
    expect(code).toBe(0);
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as StepRecord);
    expect(lines.pop()).toEqual({ end: true });
    expect(lines.map(({ step, op, result, pages, died }) => [step, op, result, pages, died])).toEqual([
      [0, 'boot', 'ok', 0, []],
      [1, 'swapon', 'ok', 0, []],
      [2, 'spawn a 1000', 'ok', 0, []],
      [3, 'mmap a h 8M rw private', 'ok', 0, []],
      [4, 'touch a h 0 8M w', 'ok', 2048, []],
      [5, 'exit a 3', 'ok', 0, ['a']],
    ]);
    for (const { mem } of lines) {
      expect(Object.keys(mem)).toEqual(
        expect.arrayContaining(['MemTotal', 'MemFree', 'SwapTotal', 'SwapFree', 'CommitLimit', 'Committed_AS']),
      );
    }
    expect(lines[0]?.mem).toMatchObject({ MemTotal: 246700, SwapTotal: 0 });
    expect(lines[1]?.mem.SwapTotal).toBe(65532);
    const keys = ['pid', 'ppid', 'VmSize', 'RssAnon', 'VmSwap', 'Private_Dirty', 'oom_score', 'oom_score_adj'];
    expect(Object.keys(lines[4]?.procs.a ?? {})).toEqual(expect.arrayContaining(keys));
    expect(lines[5]?.procs).toEqual({});
  });

  it('run takes step 0 of a recording for its boot, and writes DIR/NAME.jsonl', async () => {
    const { code, out, err } = await overcommit(
      'run',
      `${TRACES}/cow-bomb.txt`,
      '--boot-from',
      TRACES,
      '--out',
      path('out'),
    );
    expect({ code, out, err }).toEqual({ code: 0, out: '', err: '' });
    const [own, recorded] = [path('out/cow-bomb.jsonl'), `${TRACES}/cow-bomb.jsonl`].map((file) =>
      readFileSync(file, 'utf8').trimEnd().split('\n'),
    );
    expect(own?.length).toBe(recorded?.length);
    expect(own?.at(-1)).toBe('{"end":true}');
    const boots = [own, recorded].map((lines) => (JSON.parse(lines?.[0] ?? '') as StepRecord).mem);
    for (const key of ['MemTotal', 'MemFree', 'Committed_AS', 'Cached']) expect(boots[0]?.[key]).toBe(boots[1]?.[key]);
  });

  it('run tells file and line of every error, runs the other scripts, and ends with 1', async () => {
    const bad = write('bad.txt', 'spawn a\nspwan b\n\ntouch a\n');
    const good = write('good.txt', 'spawn a\n');
    const { code, out, err } = await overcommit('run', bad, path('absent.txt'), good, '--json');
    expect(code).toBe(1);
    expect(err).toContain(`${bad}:2: `);
    expect(err).toContain(`${bad}:4: `);
    expect(err).toContain(`${path('absent.txt')}: no such file`);
    expect(out.trim().split('\n')).toHaveLength(3);
  });

  it('run lets --policy win over #policy and --set over the defaults', async () => {
    const script = write('policy.txt', '#policy linux-9\nspawn a\n');
    expect((await overcommit('run', script, '--json')).err).toContain(`${script}:1: `);
    const limit = write('limit.txt', '#policy linux-3.10\nspawn a\n');
    const run = await overcommit('run', limit, '--policy', 'linux-6.1', '--set', 'vm/overcommit_ratio=100', '--json');
    expect(run.code).toBe(0);
    const boot = JSON.parse(run.out.split('\n')[0] ?? '') as StepRecord;
    expect(boot.mem.CommitLimit).toBe(boot.mem.MemTotal);
    expect((await overcommit('run', limit)).out).toContain('linux-3.10');
  });

  it('run takes any release of Linux, by --policy and #policy', async () => {
    const script = write('release.txt', '#policy linux-2.6.18\nspawn a\n');
    expect((await overcommit('run', script)).out).toContain('linux-2.6.18');
    expect((await overcommit('run', script, '--policy', 'linux-6.12.3')).out).toContain('linux-6.12.3');
    const { code, err } = await overcommit('run', script, '--policy', 'linux-99.9');
    expect(code).toBe(2);
    expect(err).toContain('linux-3.0 to linux-6.12');
  });

  it('ends with 2 where the command line is not understood', async () => {
    const script = write('any.txt', 'spawn a\n');
    const wrong = [
      [],
      ['run', script, '--nope'],
      ['run', script, '--policy', 'linux-9'],
      ['run', script, '--set', 'x'],
    ];
    await Promise.all(
      wrong.map(async (args) => {
        const { code, err } = await overcommit(...args);
        expect([args, code]).toEqual([args, 2]);
        expect(err).toContain('overcommit run SCRIPT');
      }),
    );
  });

  it('exports a log that verifies, and replays to the digest it states', async () => {
    const log = path('log.ndjson');
    expect(await overcommit('export', `${TRACES}/cow-child-writes.txt`, '--out', log)).toMatchObject({ code: 0 });
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
    const end = JSON.parse(lines.at(-1) ?? '') as { seq: number; digest: string };
    expect(await overcommit('verify', log)).toMatchObject({ code: 0, err: '' });
    const whole = await overcommit('replay', log);
    expect(whole.code).toBe(0);
    expect(whole.out.trimEnd().split('\n').at(-1)).toBe(`seq ${end.seq} digest ${end.digest}`);
    expect((await overcommit('replay', log, '--at', '3')).out).toMatch(/\nseq 3 digest [0-9a-f]{64}\n$/);
    expect((await overcommit('replay', log, '--at', '9999')).code).toBe(1);
  });

  it('prints nothing of a stranger’s log that would steer the terminal', async () => {
    const script = write('names.txt', '#mem 256M\nspawn evilname 1000\n');
    const whole = (await overcommit('export', script)).out;
    const log = write('steers.ndjson', whole.replaceAll('evilname', 'evil\\u001b]0;x\\u0007\\u009b2J'));
    const { out } = await overcommit('replay', log);
    expect(out).toContain('evil');
    expect(out.replace(/[\n\t]/g, '')).not.toMatch(/\p{Cc}/u);
    const compared = (await overcommit('rerun', log, '--set', 'vm/overcommit_memory=2', '--compare')).out;
    expect(compared.replace(/[\n\t]/g, '')).not.toMatch(/\p{Cc}/u);
  });

  it('verify names the entry that was changed, left out or cut off, and the line that is broken', async () => {
    const whole = (await overcommit('export', `${TRACES}/cow-child-writes.txt`)).out.trimEnd().split('\n');
    let forgeries = 0;
    const verdict = async (lines: string[]) => {
      forgeries += 1;
      const { code, out } = await overcommit('verify', write(`forged${forgeries}.ndjson`, `${lines.join('\n')}\n`));
      return [code, out.trim()];
    };
    const forge = (change: (line: string, at: number) => string) => verdict(whole.map(change));
    const verdicts = [
      forge((line, at) => (at === 4 ? line.replace('"tick":0', '"tick":1') : line)),
      verdict(whole.filter((_, at) => at !== 3)),
      verdict(whole.slice(0, -1)),
      forge((line, at) => (at === 5 ? '{"half":' : line)),
      forge((line) => line.replace(/"digest":"[0-9a-f]+"/, `"digest":"${'0'.repeat(64)}"`)),
    ];
    expect(await Promise.all(verdicts)).toEqual([
      [1, expect.stringMatching(/^entry 4: /)],
      [1, expect.stringMatching(/^entry 3: /)],
      [1, expect.stringContaining('no end line')],
      [1, expect.stringMatching(/^line 6: /)],
      [1, expect.stringContaining('digest')],
    ]);
  });

  it('verify finds an answer that was changed although the chain was computed again, and counts what it can only fold', async () => {
    const whole = (await overcommit('export', `${TRACES}/cow-child-writes.txt`)).out;
    const verify = async (name: string, text: string, ...flags: string[]) => {
      const { code, out } = await overcommit('verify', write(name, text), ...flags);
      return [code, out.trim()];
    };
    const forged = forgeLog(whole, { change: otherAnswer(4) });
    const relabelled = forgeLog(whole, { change: otherAnswer(4), engineVersion: '0.4.0' });
    expect(await verify('whole.ndjson', whole)).toEqual([
      0,
      expect.stringMatching(/^ok: \d+ commands, carried out again/),
    ]);
    expect(await verify('tampered.ndjson', forged)).toEqual([1, 'entry 4: carried out anew it gives other facts']);
    expect(await verify('chain.ndjson', forged, '--chain')).toEqual([0, expect.stringMatching(/^the chain of /)]);
    expect(await verify('older.ndjson', relabelled)).toEqual([3, expect.stringMatching(/^only folded: (\d+) of \1 /)]);
    const again = await overcommit('rerun', path('tampered.ndjson'), '--compare');
    expect([again.code, again.out]).toEqual([1, expect.stringMatching(/^First difference at #4: /m)]);
    expect((await overcommit('rerun', path('whole.ndjson'), '--compare')).code).toBe(0);
  });

  it('verify --key tells an original from a chain that was computed again', async () => {
    const whole = (await overcommit('export', `${TRACES}/cow-child-writes.txt`)).out;
    const signer = createLogSigner('the secret of an installation, long enough');
    const sign = (text: string) => {
      const lines = text.trimEnd().split('\n');
      return [...lines.slice(0, -1), JSON.stringify(signer.sign(JSON.parse(lines.at(-1) ?? '')))].join('\n');
    };
    const verify = async (text: string, key = signer.key) => {
      const { code, out } = await overcommit('verify', write('signed.ndjson', text), '--key', key);
      return [code, out.trim()];
    };
    expect(await verify(sign(whole))).toEqual([0, expect.stringMatching(/^ok: .*, signed with this key$/)]);
    const old = forgeLog(whole, { engineVersion: '0.4.0' });
    expect(await verify(sign(old))).toEqual([0, expect.stringMatching(/^only folded: .*, signed with this key$/)]);
    expect(await verify(whole)).toEqual([1, 'the log is not signed']);
    const taken = forgeLog(whole, { engineVersion: '0.4.0', change: otherAnswer(4) })
      .trimEnd()
      .split('\n');
    const { signature } = JSON.parse(sign(whole).split('\n').at(-1) ?? '');
    const end = JSON.stringify({ ...JSON.parse(taken.at(-1) ?? ''), signature });
    expect(await verify([...taken.slice(0, -1), end].join('\n'))).toEqual([1, 'the log is not signed with this key']);
    expect((await verify(sign(whole), createLogSigner('the secret of another installation, long').key))[0]).toBe(1);
    expect((await verify(whole, 'short'))[0]).toBe(2);
  });

  it('rerun --compare shows who lived and who died under both', async () => {
    const log = path('bomb.ndjson');
    await overcommit('export', `${TRACES}/cow-bomb.txt`, '--out', log);
    const { code, out } = await overcommit('rerun', log, '--set', 'vm/overcommit_memory=2', '--compare');
    expect(code).toBe(0);
    expect(out).toMatch(/^process +owner +as recorded \(linux-6\.1\) +overcommit 2 \(strict\)$/m);
    expect(out).toMatch(/^bgsave .*refused #\d+ ENOMEM$/m);
    expect(out).toMatch(/^db .*killed #\d+ /m);
  });

  it('rerun tells the first difference and what would have been otherwise', async () => {
    const { code, out } = await overcommit('rerun', GOLDEN, '--policy', 'solaris-10', '--compare');
    expect(code).toBe(0);
    expect(out).toMatch(/^First difference at #5: fork db bgsave: ENOMEM instead of ok$/m);
    expect(out).toMatch(/^Under Solaris 10 script’s fork at #5 would have been refused with ENOMEM\.$/m);
    expect(out).toMatch(/^Nobody would have been killed\.$/m);
    expect(out).toMatch(/^seq 8 digest [0-9a-f]{64}$/m);
  });

  it('rerun --from parts from a later entry, and takes no other RAM there', async () => {
    const { out } = await overcommit('rerun', GOLDEN, '--from', '9', '--set', 'vm/panic_on_oom=1', '--compare');
    expect(out).toMatch(/^First difference at #10: .*kernel panic here/m);
    const ram = await overcommit('rerun', GOLDEN, '--from', '9', '--ram', '512M');
    expect([ram.code, ram.err]).toEqual([2, expect.stringContaining('part from entry 0')]);
    const beyond = await overcommit('rerun', GOLDEN, '--from', '99');
    expect([beyond.code, beyond.err]).toEqual([2, expect.stringContaining('There is no entry 99')]);
  });

  it('rerun --every-kernel has a row a kernel, --json the reports', async () => {
    const { code, out } = await overcommit('rerun', GOLDEN, '--every-kernel');
    const lines = out.trim().split('\n');
    expect([code, lines.length]).toEqual([0, 18]);
    expect(lines[0]).toMatch(/^kernel +first difference +killed +skipped +db +bgsave +web$/);
    expect(lines).toContainEqual(
      expect.stringMatching(/^Solaris 10 +#5 +0 +3 +lived +refused #5 ENOMEM +signal 15 #11$/),
    );
    const json = JSON.parse((await overcommit('rerun', GOLDEN, '--every-kernel', '--swap', '64M', '--json')).out);
    expect(json.lanes).toHaveLength(17);
    expect(json.fates[0]).toMatchObject({ process: 'db', cells: { length: 17 } });
    const mixed = await overcommit('rerun', GOLDEN, '--every-kernel', '--policy', 'freebsd');
    expect([mixed.code, mixed.err]).toEqual([2, expect.stringContaining('--every-kernel goes with')]);
  });

  it('oom explains a report, lists several, and says what it looked at', async () => {
    const report = 'test/oomReports/el7-numa-global.txt';
    const told = await overcommit('oom', report);
    expect(told).toMatchObject({ code: 0, err: '' });
    expect(told.out).toContain('mysqld (6576) was killed');
    expect(told.out).toContain('java (27502) comes next');
    const json = await overcommit('oom', report, '--json');
    expect(JSON.parse(json.out)).toMatchObject({ reports: [{ killer: 'kernel', victim: { pid: 6576 }, tasks: 85 }] });
    const two = 'test/oomReports/mm-cpuset-two-short.txt';
    expect((await overcommit('oom', two)).out).toContain('2 events');
    expect((await overcommit('oom', two, '--event', '2')).out).not.toContain('mem_on_node1 (13432) was killed');
    expect(JSON.parse((await overcommit('oom', two, '--killed', 'node1', '--json')).out).reports).toHaveLength(1);
    expect((await overcommit('oom', report, '--hide-names')).out).not.toContain('mysqld');
    const nothing = await overcommit('oom', write('nothing.txt', 'hello\n'), '--json');
    expect(nothing).toMatchObject({ code: 1, out: '{"reports":[]}\n' });
    expect(nothing.err).toContain('line 1: hello');
    expect((await overcommit('oom', path('absent.txt'))).code).toBe(1);
    expect((await overcommit('oom')).code).toBe(2);
    expect((await overcommit('oom', report, '--event', 'x')).code).toBe(2);
  });
});
