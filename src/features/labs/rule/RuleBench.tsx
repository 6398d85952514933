'use client';
import { policyInfo, RULE_SETTING } from '@overcommit/engine';
import { playStory, RECORDINGS } from '@overcommit/handbook';
import { useDeferredValue, useMemo, useState } from 'react';
import { indexPeople, type SeatLike } from '@/machineView/people.ts';
import { Card } from '@/ui/Card.tsx';
import { Field, Select } from '@/ui/Field.tsx';
import { RuleEditor } from './RuleEditor.tsx';
import { RuleOutcome } from './RuleOutcome.tsx';
import { tryRule } from './ruleTrial.ts';
import { StartWithRule } from './StartWithRule.tsx';

const SEATS: SeatLike[] = [
  { actorId: 'ana', displayName: 'Ana', initials: 'AN', colour: 0, uid: 1001, role: 'student' },
  { actorId: 'ben', displayName: 'Ben', initials: 'BE', colour: 1, uid: 1002, role: 'student' },
  { actorId: 'staff', displayName: 'root', initials: 'RO', colour: 2, uid: 0, role: 'staff' },
];
const people = indexPeople(SEATS);
const BEGIN_WITH = 'uid == 0 ? 0 : rss / (age + 1)';

/** Tries an own rule on recorded logs in the page, and then starts a machine with it. */
export function RuleBench({ slug }: { slug: string }) {
  const [text, setText] = useState(BEGIN_WITH);
  const [id, setId] = useState('compiler');
  const recording = RECORDINGS.find((one) => one.id === id) ?? RECORDINGS[0];
  const played = useMemo(() => recording && playStory(recording.spec, recording.story, recording.script), [recording]);
  const asked = useDeferredValue(text);
  const trial = useMemo(() => (played ? tryRule(played, asked) : null), [played, asked]);
  if (!recording || !trial) return null;
  return (
    <Card as="section" id="try-a-rule" aria-label="Try a rule" className="scroll-mt-4 grid grid-cols-1 gap-4 p-4">
      <h2 className="text-lg font-semibold tracking-tight">Try a rule</h2>
      <RuleEditor text={text} error={trial.ok ? null : trial.error} onChange={setText} />
      <Field label="Recorded log" hint={recording.tells}>
        {(aria) => (
          <Select
            {...aria}
            value={recording.id}
            onChange={(event) => setId(event.currentTarget.value)}
            options={RECORDINGS.map((one) => ({ value: one.id, label: one.title }))}
          />
        )}
      </Field>
      {trial.ok && <RuleOutcome trial={trial} kernel={policyInfo(recording.spec.policy).name} people={people} />}
      <StartWithRule slug={slug} settings={{ [RULE_SETTING]: text }} isReady={trial.ok && asked === text} />
    </Card>
  );
}
