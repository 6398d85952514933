import { LABS, type Lab, labAvailability } from '@overcommit/handbook';
import Link from 'next/link';
import { Badge } from '@/ui/Badge.tsx';
import { Card, PageTitle } from '@/ui/Card.tsx';
import { PageFrame } from '../home/PageFrame.tsx';

/** The ten labs, each with the claim that it shows. */
export function LabListScreen() {
  return (
    <PageFrame crumbs={[{ label: 'Labs' }]}>
      <PageTitle
        title="Ten labs"
        lead="One for each claim of a note on memory overcommit from 2007. Each shows the claim, and where today’s kernels differ from it."
      />
      <ol className="grid gap-3 sm:grid-cols-2">
        {LABS.map((lab) => (
          <LabCard key={lab.slug} lab={lab} />
        ))}
      </ol>
    </PageFrame>
  );
}

function LabCard({ lab }: { lab: Lab }) {
  const { canStart } = labAvailability(lab);
  return (
    <Card as="li" className="relative grid content-start gap-1.5 p-4 has-[a:hover]:border-line-strong">
      <div className="flex items-baseline gap-2">
        <span className="text-sm text-faint tabular-nums">{lab.number}</span>
        <h2 className="text-lg font-semibold tracking-tight">
          <Link href={`/labs/${lab.slug}`} className="after:absolute after:inset-0">
            {lab.title}
          </Link>
        </h2>
      </div>
      <p className="text-sm text-soft text-pretty">{lab.claim}</p>
      <p className="flex flex-wrap gap-2 pt-1">
        <Badge tone="soft">{lab.minutes} min</Badge>
        {canStart || <Badge tone="soft">not yet</Badge>}
      </p>
    </Card>
  );
}
