import { bootScript, execute, listProcesses, parseScript } from '@overcommit/engine';
import { expect, it } from 'vitest';
import { recordLog, SPEC } from '@/machineView/testing/testLog.ts';
import { labScript } from './script.ts';

it('is a script that makes the same processes of the same owners', () => {
  const { entries, machine } = recordLog();
  const script = parseScript(labScript(SPEC, entries));
  if (!script.ok) throw new Error(JSON.stringify(script.errors));
  expect(script.spec).toMatchObject({ memKb: SPEC.memKb, swapKb: 0, policy: 'linux-6.1', seed: 1 });
  const again = bootScript(script.spec);
  for (const { command } of script.steps) execute(again, command, 'script');
  const told = (m: typeof machine) =>
    listProcesses(m).map(({ name, uid, rssPages, swapPages }) => ({ name, uid, rssPages, swapPages }));
  expect(told(again)).toEqual(told(machine));
});
