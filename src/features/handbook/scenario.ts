import {
  badnessTable,
  type Candidate,
  type CommitView,
  commitStatement,
  type Entry,
  frameMap,
  type MachineSpec,
} from '@overcommit/engine';
import { type KernelPage, kernelSpec, kernelStory, playStory } from '@overcommit/handbook';
import type { Decision } from '@overcommit/reading';
import { answerDetail, answerWord, killFactsIn, type Use, usedByOwner } from '@overcommit/reading';
import { decisionsIn } from '@/machineView/decisionsIn.ts';

/** The scenario's machine after some of its lines. */
export type ScenarioState = {
  /** Of each line that was sent: the kernel's answer, its reason where it gave one, and the processes that it cost. */
  answers: { result: ReturnType<typeof answerWord>; detail: string | null; killed: string[] }[];
  commit: CommitView;
  use: Use[];
  /** The running processes, the next victim first. */
  candidates: Candidate[];
  /** Refusals and kills, oldest first. */
  decisions: Decision[];
  /** From boot to here. */
  log: { spec: MachineSpec; entries: Entry[] };
};

/** The scenario of all pages on this page's kernel, up to its `sent`th line. */
export function runScenario(page: KernelPage, sent: number): ScenarioState {
  const { spec, entries, machine } = playStory(kernelSpec(page), kernelStory(page).slice(0, sent));
  const answers = entries.slice(entries.length - sent).map((entry) => ({
    result: answerWord(entry),
    detail: answerDetail(entry),
    killed: killFactsIn(entry).map(({ victim }) => victim.process),
  }));
  return {
    answers: sent === 0 ? [] : answers,
    commit: commitStatement(machine),
    use: usedByOwner(frameMap(machine)),
    candidates: badnessTable(machine),
    decisions: decisionsIn({ spec, entries }),
    log: { spec, entries },
  };
}
