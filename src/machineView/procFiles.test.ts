import { applyEntry, boot } from '@overcommit/engine';
import { emptyHistory, recordEntry } from '@overcommit/reading';
import { describe, expect, it } from 'vitest';
import { filesOf, look, messagesName } from './procFiles.ts';
import { recordLog, SPEC } from './testing/testLog.ts';

const { entries, machine } = recordLog();
const history = emptyHistory();
for (const entry of entries) recordEntry(history, entry);

describe('what a system says of itself', () => {
  it('has the files of the kernel’s own time', () => {
    expect(filesOf('linux-2.4')).toEqual(['status', 'maps']);
    expect(filesOf('linux-4.9')).not.toContain('smaps_rollup');
    expect(filesOf('linux-6.1')).toContain('smaps_rollup');
    expect(filesOf('solaris-10')).toEqual([]);
  });

  it('keeps the whole report of a kill in dmesg, stamped with the time since boot', () => {
    const { source, text } = look({ kind: 'messages' }, machine, history.reports);
    expect(source).toBe('dmesg');
    const lines = text.split('\n');
    expect(lines.length).toBeGreaterThan(4);
    expect(lines.every((line) => /^\[ {3}60\.000000\] /.test(line))).toBe(true);
    expect(text).toMatch(/invoked oom-killer/);
    expect(text).toMatch(/Out of memory: Killed process \d+/);
  });

  it('shows memory as the system itself does', () => {
    const of = (policy: typeof SPEC.policy) => look({ kind: 'memory' }, boot({ ...SPEC, policy }), []);
    expect(of('linux-6.1').source).toBe('/proc/meminfo');
    expect(of('solaris-10').source).toBe('swap -s');
    expect(of('aix-early').source).toBe('lsps -s');
    expect(messagesName('solaris-10')).toBe('/var/adm/messages');
  });

  it('reads a file of a process', () => {
    const copy = boot(SPEC);
    for (const entry of entries.slice(0, 4)) applyEntry(copy, entry);
    const pid = copy.processes[0]?.pid ?? 0;
    expect(look({ kind: 'file', pid, file: 'status' }, copy, []).text).toContain('VmRSS:');
  });
});
