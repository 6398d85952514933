import { boot, bornNow, execute, parseLine, serialise } from '@overcommit/engine';

const LINES = ['spawn p', 'mmap p heap 60M rw private', 'touch p heap 0 50M w', 'run p forkbomb', 'tick 9'];

/** Runs a small machine to death, so that the first command of the first room does not wait for code to be compiled. */
export function warmUp(): void {
  for (const policy of ['linux-6.1', 'solaris-10'] as const) {
    const machine = boot(bornNow({ policy, memKb: 131_072, swapKb: 0, seed: 1, settings: {} }));
    execute(machine, { verb: 'seat', actor: 'a', uid: 1000, role: 'student' }, 'system');
    for (const line of LINES) {
      const parsed = parseLine(line);
      if (parsed.ok) execute(machine, parsed.command, 'a');
    }
    serialise(machine);
  }
}
