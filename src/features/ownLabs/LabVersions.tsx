'use client';
import { count } from '@overcommit/reading';
import { useState } from 'react';
import { Row, RowList } from '@/ui/RowList.tsx';
import { EmptyState } from '@/ui/States.tsx';
import { dateWords } from '../home/dates.ts';
import { AssignPanel } from '../labs/AssignPanel.tsx';

export type OpenedLab = {
  labId: string;
  draftVersion: number;
  isShared: boolean;
  versions: { slug: string; version: number; at: Date; assignments: number }[];
};

/** What was published. An assignment keeps the version that it was made with. */
export function LabVersions({ opened, title }: { opened: OpenedLab; title: string }) {
  const [now] = useState(() => new Date());
  const [newest] = opened.versions;
  if (!newest)
    return (
      <EmptyState title="Nothing is published yet.">
        Publish the draft: then it can be given to a course. Later changes make new versions.
      </EmptyState>
    );
  return (
    <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <RowList isOrdered>
        {opened.versions.map(({ version, at, assignments, slug }) => (
          <Row key={slug}>
            <span className="font-medium">Version {version}</span>
            <span className="text-xs text-soft">
              {dateWords(at, now)} · {count(assignments, 'assignment')}
            </span>
          </Row>
        ))}
      </RowList>
      <AssignPanel slug={newest.slug} title={title} />
    </div>
  );
}
