'use client';
import { labFile, type OwnLab } from '@overcommit/handbook/ownLab';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTRPC, useTRPCClient } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { PageTitle } from '@/ui/Card.tsx';
import { Checkbox } from '@/ui/Field.tsx';
import { ErrorState } from '@/ui/States.tsx';
import { Tabs } from '@/ui/Tabs.tsx';
import { toast } from '@/ui/Toaster.tsx';
import { saveText } from '../replay/saveText.ts';
import { HandoutFields } from './HandoutFields.tsx';
import { LabRubric } from './LabRubric.tsx';
import { LabVersions, type OpenedLab } from './LabVersions.tsx';
import { MachineFields } from './MachineFields.tsx';
import { PromptFields } from './PromptFields.tsx';
import { StepFields } from './StepFields.tsx';
import { type LabDraft, useLabDraft } from './useLabDraft.ts';

/** An own lab: all of its parts, what is wrong with them, and the ways to try, publish and give it out. */
export function LabEditor({ lab, opened }: { lab: OwnLab; opened: OpenedLab }) {
  const draft = useLabDraft({ ...opened, lab });
  const { form, read, change } = draft;
  const problems = read.ok ? read.problems : [];
  const tabs = [
    { id: 'handout', label: 'Handout', content: <HandoutFields form={form} onChange={change} /> },
    { id: 'machine', label: 'Machine', content: <MachineFields {...{ form, problems }} onChange={change} /> },
    { id: 'steps', label: 'Steps', content: <StepFields {...{ form, problems }} onChange={change} /> },
    { id: 'prompts', label: 'Questions and key', content: <PromptFields {...{ form, problems }} onChange={change} /> },
    { id: 'rubric', label: 'Rubric', content: <LabRubric form={form} onChange={change} /> },
    { id: 'versions', label: 'Versions', content: <LabVersions opened={opened} title={form.title} /> },
  ];
  return (
    <>
      <Head draft={draft} opened={opened} />
      {draft.error && (
        <ErrorState title="It was not saved." why={`${draft.error} What you typed is kept in this browser.`} />
      )}
      {!read.ok && !draft.error && <p className="text-sm text-warn">{read.problem}</p>}
      {problems.length > 0 && (
        <details className="text-sm" open={problems.length <= 3}>
          <summary className="cursor-pointer text-warn">
            {problems.length === 1 ? 'One thing is' : `${problems.length} things are`} wrong: it can be saved, not
            published.
          </summary>
          <ul className="mt-1 grid list-disc gap-0.5 pl-5">
            {problems.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </details>
      )}
      <Tabs label="Parts of the lab" tabs={tabs} panelClassName="py-4" />
    </>
  );
}

/** What is tried and published is what is on the screen: it is saved first. */
function useLabActions(draft: LabDraft, labId: string) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [isBusy, setBusy] = useState(false);

  async function saved(then: (basedOn: number) => Promise<void>): Promise<void> {
    setBusy(true);
    try {
      const basedOn = await draft.save();
      if (basedOn !== null) await then(basedOn);
    } catch (error) {
      toast(error instanceof Error ? error.message : 'The server gave no reason.');
    } finally {
      setBusy(false);
    }
  }

  const renew = () => queries.invalidateQueries({ queryKey: trpc.ownLabs.pathKey() });
  return {
    isBusy,
    tryOut: () =>
      saved(async (basedOn) => {
        const { machineId } = await client.ownLabs.tryOut.mutate({ labId, basedOn });
        window.location.assign(`/machines/${machineId}`);
      }),
    publish: () =>
      saved(async (basedOn) => {
        const { version } = await client.ownLabs.publish.mutate({ labId, basedOn });
        toast(`Version ${version} is published: it can be given to a course.`);
        await renew();
      }),
  };
}

function Head({ draft, opened }: { draft: LabDraft; opened: OpenedLab }) {
  const { form, read, isDirty, isSaving } = draft;
  const { isBusy, tryOut, publish } = useLabActions(draft, opened.labId);
  const isReady = read.ok && read.problems.length === 0;
  return (
    <div className="grid gap-2">
      <PageTitle
        title={form.title || 'A lab without a title'}
        lead={isDirty ? 'Changed, and not saved yet. It is kept in this browser.' : 'Saved. Only you see the draft.'}
        actions={
          <>
            <Button disabled={!read.ok} onClick={() => read.ok && saveText('lab.json', labFile(read.lab))}>
              <Download aria-hidden />
              Export
            </Button>
            {isDirty && <Button onClick={draft.discard}>Throw the changes away</Button>}
            <Button disabled={!read.ok || !isDirty} isPending={isSaving} onClick={() => void draft.save()}>
              Save
            </Button>
            <Button disabled={!isReady || isBusy} onClick={() => void tryOut()}>
              Try as a student
            </Button>
            <Button variant="primary" disabled={!isReady || isBusy} onClick={() => void publish()}>
              Publish
            </Button>
          </>
        }
      />
      <Share opened={opened} />
    </div>
  );
}

function Share({ opened: { labId, isShared } }: { opened: OpenedLab }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const share = useMutation(
    trpc.ownLabs.share.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.ownLabs.pathKey() }),
      onError: (error) => toast(`It was not changed. ${error.message}`),
    }),
  );
  return (
    <Checkbox
      label="Other instructors of this installation may use and copy its versions"
      checked={isShared}
      disabled={share.isPending}
      onChange={(event) => share.mutate({ labId, isShared: event.currentTarget.checked })}
    />
  );
}
