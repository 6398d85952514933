import type { LabKey } from '../lab.ts';
import { explanation, predicted, tookPart } from './items.ts';

export const vforkThenPosixSpawnKey: LabKey = {
  rubric: {
    items: [
      {
        kind: 'automatic',
        id: 'vfork-where-fork-fails',
        title: 'A vfork succeeded where a fork had been refused',
        scope: 'group',
        outOf: 200,
        earned:
          'forks.exists(f, f.verb == "fork" && f.errno == "ENOMEM") && forks.exists(f, f.verb == "vfork" && f.ok)',
        evidence: 'forks.filter(f, f.verb == "fork" && !f.ok || f.verb == "vfork" && f.ok)',
        whenNot: 'Either no fork was refused with ENOMEM, or no vfork succeeded.',
      },
      {
        kind: 'automatic',
        id: 'spawned',
        title: 'posix_spawn started a program',
        scope: 'group',
        outOf: 100,
        earned: 'forks.exists(f, f.verb == "posix_spawn" && f.ok)',
        evidence: 'forks.filter(f, f.verb == "posix_spawn" && f.ok)',
        whenNot: 'No posix_spawn succeeded on this machine.',
      },
      tookPart(3, 100),
      predicted('hang', 'Predicted what the lock does to the vfork child', 100),
      explanation(
        'Names the cycle, and what posix_spawn leaves out',
        500,
        'Full points: all three waits in order, that Solaris stops the other threads, and that posix_spawn’s child takes no lock in the memory it borrows. Half: says “deadlock” without the cycle.',
      ),
    ],
  },
  outcomes: {
    hang: {
      by: 'entries.filter(e, e.verb == "lock" && forks.exists(f, f.verb == "vfork" && f.ok && f.child == e.process && f.seq < e.seq))',
      choices: {
        'it gets the lock': 'entries.exists(e, e.seq == at && e.ok && e.waits == "")',
        'it is refused with EDEADLK': 'entries.exists(e, e.seq == at && e.result == "EDEADLK")',
        'child, parent and thread all hang': 'entries.exists(e, e.seq == at && e.waits == "deadlock")',
        'it waits until the thread lets go': 'entries.exists(e, e.seq == at && e.waits == "lock")',
        'somebody is killed': 'kills.exists(k, k.seq == at)',
      },
    },
  },
  doneWhen: {
    'two-ways': 'forks.exists(f, f.verb == "vfork")',
    exec: 'entries.exists(e, e.verb == "exit")',
    thread: 'entries.exists(e, e.verb == "lock")',
    lock: 'entries.filter(e, e.verb == "lock").size() >= 2 && entries.exists(e, e.verb == "unlock")',
    kill: 'entries.exists(e, e.verb == "kill")',
    spawn:
      'forks.exists(f, f.verb == "posix_spawn" && entries.exists(e, e.verb == "exit" && e.process == f.child && e.seq > f.seq))',
  },
  answers: [
    {
      prompt: 'hang',
      answer:
        'Solaris: child, parent and thread all hang. Linux: the child waits until the thread lets go, because only the caller is stopped.',
      commonWrong: 'It gets the lock, because it is a process of its own.',
      misconception: 'That a vfork child has memory of its own. It runs in its parent’s.',
      shownBy: 'entries.filter(e, e.waits == "deadlock")',
    },
    {
      prompt: 'why',
      answer:
        'fmt waits for the lock, which saver holds; saver is stopped until the editor goes on; the editor waits for fmt. posix_spawn’s child takes no lock in the borrowed memory.',
      commonWrong: 'fmt and saver wait for each other.',
      misconception: 'That a deadlock needs two locks. Here one wait is for a lock and two are for vfork.',
      shownBy: 'entries.filter(e, e.waits == "deadlock")',
    },
  ],
};
