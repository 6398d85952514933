'use client';
import { formatPoints, type Rubric, rubricOutOf } from '@overcommit/coursework';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/ui/Button.tsx';
import { PageTitle } from '@/ui/Card.tsx';
import { EmptyState, ErrorState } from '@/ui/States.tsx';
import { saveText } from '../replay/saveText.ts';
import { Caps } from './Caps.tsx';
import { ImportRubric } from './ImportRubric.tsx';
import { ItemFields } from './ItemFields.tsx';
import { ItemList } from './ItemList.tsx';
import { PublishRubric } from './PublishRubric.tsx';
import { formOf, type ItemForm, newItem, problemsOf, type RubricForm, readForm, rubricFile } from './rubricForm.ts';
import { Tester } from './Tester.tsx';
import type { OpenedRubric } from './types.ts';
import { useRubricDraft } from './useRubricDraft.ts';
import { Versions } from './Versions.tsx';

const NOTHING: Rubric = { items: [] };

/** Items at the left, the selected one in the middle, what it comes to on logs at the right. */
export function Workbench({ opened }: { opened: OpenedRubric }) {
  const { assignmentId, version } = opened;
  const kept = useRubricDraft(assignmentId);
  const [selectedKey, setSelected] = useState<string | null>(null);
  const stored = formOf(opened.rubric ?? NOTHING);
  const form = kept.draft?.form ?? stored;
  const isOld = kept.draft !== null && kept.draft.basedOn !== version;
  const change = (next: RubricForm) => kept.change({ basedOn: kept.draft?.basedOn ?? version, form: next });
  const selected = form.items.find((item) => item.key === selectedKey) ?? form.items[0];
  const setItem = (next: ItemForm) =>
    change({ ...form, items: form.items.map((item) => (item.key === next.key ? next : item)) });
  const add = (kind: ItemForm['kind']) => {
    const item = newItem(form, kind);
    change({ ...form, items: [...form.items, item] });
    setSelected(item.key);
  };
  return (
    <>
      <Head opened={opened} form={form} kept={kept} />
      {opened.problem !== null && <Broken opened={opened} />}
      {isOld && <OldDraft kept={kept} version={version} />}
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[15rem_minmax(0,1fr)] xl:grid-cols-[15rem_minmax(0,1fr)_24rem]">
        <div className="grid grid-cols-1 gap-6">
          <ItemList
            form={form}
            selectedKey={selected?.key ?? null}
            onSelect={setSelected}
            onChange={change}
            onAdd={add}
          />
          <Caps form={form} onChange={change} />
          <Versions opened={opened} onTake={(rubric) => change(formOf(rubric))} />
        </div>
        {selected ? (
          <ItemFields
            key={selected.key}
            item={selected}
            isStored={stored.items.some(({ id }) => id === selected.id)}
            problems={problemsOf(selected, form.items)}
            onChange={setItem}
          />
        ) : (
          <EmptyState title="This rubric has no item yet.">
            Add one that the log decides, or one that a person reads.
          </EmptyState>
        )}
        {selected?.kind === 'automatic' && (
          <Tester
            key={`test ${selected.key}`}
            assignmentId={assignmentId}
            item={selected}
            problems={problemsOf(selected, form.items)}
          />
        )}
      </div>
    </>
  );
}

type Kept = ReturnType<typeof useRubricDraft>;

function Head({ opened, form, kept }: { opened: OpenedRubric; form: RubricForm; kept: Kept }) {
  const read = readForm(form);
  const outOf = read.ok ? `out of ${formatPoints(rubricOutOf(read.rubric))}` : 'not complete';
  const isDraft = kept.draft !== null;
  return (
    <div className="grid gap-2">
      <PageTitle
        title={`Rubric: ${opened.title}`}
        lead={`Version ${opened.version}${isDraft ? ', with changes that do not count yet' : ''}. ${form.items.length} ${form.items.length === 1 ? 'item' : 'items'}, ${outOf}.`}
        actions={
          <>
            <ImportRubric onImport={(rubric) => kept.change({ basedOn: opened.version, form: formOf(rubric) })} />
            <Button
              disabled={!read.ok}
              onClick={() => read.ok && saveText(`rubric-${opened.labSlug}.json`, rubricFile(read.rubric))}
            >
              <Download aria-hidden />
              Export
            </Button>
            {isDraft && <Button onClick={() => kept.change(null)}>Throw the changes away</Button>}
            <PublishRubric opened={opened} read={read} isDraft={isDraft} onDone={() => kept.change(null)} />
          </>
        }
      />
      {isDraft && !read.ok && <p className="text-sm text-warn">{read.problem}</p>}
    </div>
  );
}

/** Another instructor published meanwhile: neither version is lost. */
function OldDraft({ kept, version }: { kept: Kept; version: number }) {
  const { draft } = kept;
  if (!draft) return null;
  return (
    <ErrorState
      title={`Your changes were made on version ${draft.basedOn}. Version ${version} counts now.`}
      why="Go on with yours: they then replace version by version what the other one says. Or look at the other one first; export yours before."
      action={
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => kept.change({ ...draft, basedOn: version })}>Go on with mine</Button>
          <Button onClick={() => kept.change(null)}>Throw mine away</Button>
        </div>
      }
    />
  );
}

function Broken({ opened }: { opened: OpenedRubric }) {
  return (
    <ErrorState
      title="The stored rubric cannot be read."
      why={
        <div className="grid gap-2">
          <p>{opened.problem}. Nothing of it is lost: save its text, mend it, and import it.</p>
          <pre className="max-h-60 overflow-auto rounded-md bg-sunk p-2 font-mono text-xs">{opened.text}</pre>
        </div>
      }
      action={<Button onClick={() => saveText('rubric.json', opened.text)}>Save its text</Button>}
    />
  );
}
