import { type Lab, type LabStep, MIB_IN_KB } from '../lab.ts';
import { storyOf } from '../play.ts';
import { GUESS } from '../variants.ts';

const STEPS: LabStep[] = [
  {
    id: 'database',
    who: 'second',
    say: 'Start a database outside any container, and let it hold 100 MiB.',
    lines: ['spawn db', 'mmap db pool 100M rw private', 'touch db pool 0 100M w'],
    look: 'It is the largest process on the machine. How much RAM is free?',
  },
  {
    id: 'containers',
    who: 'first',
    say: 'The pod has memory.max 64 MiB. Its pause process starts two containers in it. The app asks for 200 MiB and touches 40.',
    lines: ['fork pause app', 'fork pause side', 'mmap app heap 200M rw private', 'touch app heap 0 40M w'],
    look: 'The machine grants 200 MiB to a pod that may hold 64.',
  },
  {
    id: 'side',
    who: 'first',
    say: 'Let the sidecar touch 15 MiB.',
    lines: ['mmap side s 30M rw private', 'touch side s 0 15M w'],
    look: 'The pod holds about 56 of its 64 MiB. More than 60 MiB of RAM are free.',
  },
  {
    id: 'predict',
    who: 'anyone',
    say: 'Stop. Next the sidecar touches 10 MiB more. The machine has RAM to spare, the pod has not. Predict.',
    ask: 'victim',
  },
  {
    id: 'limit',
    who: 'first',
    say: 'Let the sidecar touch 10 MiB more.',
    lines: ['touch side s 15M 10M w'],
    look: 'The card under “Why”: who asked, who was a candidate, and who was not? The kernel says “Memory cgroup out of memory”; Kubernetes shows the same event as OOMKilled, exit code 137.',
  },
  {
    id: 'group',
    who: 'first',
    say: 'Do the same in pod2, which has the same limit, and memory.oom.group 1.',
    lines: [
      'fork pause2 app2',
      'fork pause2 side2',
      'mmap app2 heap 200M rw private',
      'touch app2 heap 0 40M w',
      'mmap side2 s 30M rw private',
      'touch side2 s 0 15M w',
      'touch side2 s 15M 10M w',
    ],
    look: 'Who is left of pod2? What is this good for?',
  },
];

export const killedWithMemoryToSpare: Lab = {
  number: 12,
  slug: 'killed-with-memory-to-spare',
  title: 'Killed with memory to spare',
  plainTitle: 'A pod with a limit',
  claim: 'A container is killed at its own limit, while the machine has memory to spare.',
  idea: 'A container is a group of processes with a limit: memory.max. When the group would hold more, the kernel looks for a victim inside the group, and only there. It does not matter how much RAM the machine has left, nor who holds the most outside. Most kills that people meet today are of this kind.',
  whatYouWillSee: [
    'The sidecar asks for 10 MiB, more than 60 MiB are free, and the app is killed.',
    'The database outside the pod is far larger, and is no candidate.',
    'With memory.oom.group the whole pod dies at once.',
  ],
  finerTruth:
    'The words differ: the kernel’s “Memory cgroup out of memory” is Kubernetes’ “OOMKilled”, and 137 is 128 plus signal 9. Kubernetes knows two other kinds of death by memory: the kubelet evicts whole pods when a node runs low, before the kernel acts, and a kill of the kernel outside any limit can hit a pod as well. Since Kubernetes 1.28 memory.oom.group is set for containers on cgroup v2, so one process too many ends its whole container. A request for memory is not checked against memory.max: only pages count.',
  steps: STEPS,
  questions: [
    'The dashboard shows that the node had 60 MiB free at the time of the kill. Was the kill a bug?',
    'Who asked for the page, and who died? Would the limit of a container of its own have protected the app?',
    'When is it better that all processes of a container die together?',
  ],
  minutes: 20,
  people: { from: 1, to: 4 },
  needs: ['linux-6.1'],
  machine: { memKb: 256 * MIB_IN_KB, swapKb: 0, seed: 12 },
  variants: [GUESS],
  script: [
    'cgroup pod',
    'cgset pod memory.max 64M',
    'spawn pause 1000',
    'cgjoin pause pod',
    'cgroup pod2',
    'cgset pod2 memory.max 64M',
    'cgset pod2 memory.oom.group 1',
    'spawn pause2 1000',
    'cgjoin pause2 pod2',
  ],
  story: storyOf(STEPS),
  prompts: [
    {
      id: 'victim',
      kind: 'prediction',
      text: 'The sidecar touches 10 MiB more than its pod may hold, and RAM is free. Who dies under {kernel}?',
      choices: 'live processes',
    },
    {
      id: 'why',
      kind: 'explanation',
      text: 'Explain the kill to an operator who says: “But the node had memory left.”',
    },
  ],
};
