import { kernelName, LABS, type Lab, labAvailability } from '@overcommit/handbook';
import Link from 'next/link';
import { Badge } from '@/ui/Badge.tsx';
import { PageTitle } from '@/ui/Card.tsx';
import { RowList } from '@/ui/RowList.tsx';
import { PageFrame } from '../home/PageFrame.tsx';
import { TeachersLabs } from '../ownLabs/TeachersLabs.tsx';

/** The labs, each with the claim that it shows. */
export function LabListScreen() {
  return (
    <PageFrame crumbs={[{ label: 'Labs' }]}>
      <PageTitle
        title="Labs"
        lead="Ten are claims of a note on memory overcommit from 2007, three are about machines of today. Each shows its claim, and where kernels differ from it. For a first hour take the fourth."
      />
      <RowList isOrdered>
        {LABS.map((lab) => (
          <LabRow key={lab.slug} lab={lab} />
        ))}
      </RowList>
      <TeachersLabs />
    </PageFrame>
  );
}

function LabRow({ lab }: { lab: Lab }) {
  const { canStart } = labAvailability(lab);
  const kernels = [...new Set(lab.variants.map(({ policy }) => kernelName(policy)))];
  return (
    <li className="relative grid grid-cols-[1.5rem_minmax(0,1fr)] gap-x-3 gap-y-1 px-4 py-3 first:rounded-t-lg last:rounded-b-lg hover:bg-sunk/60 sm:grid-cols-[1.5rem_minmax(0,1fr)_13rem_4rem]">
      <span className="text-right text-lg text-faint tabular-nums">{lab.number}</span>
      <div className="grid content-start gap-0.5">
        <h2 className="text-lg font-semibold tracking-tight">
          <Link href={`/labs/${lab.slug}`} className="after:absolute after:inset-0">
            {lab.title}
          </Link>
        </h2>
        <p className="text-sm text-soft text-pretty">{lab.claim}</p>
      </div>
      <p className="text-xs text-pretty text-soft max-sm:col-start-2 sm:pt-1">
        {kernels.join(' · ')}
        <span className="sm:hidden"> · {lab.minutes} min</span>
      </p>
      <p className="text-right text-xs text-soft tabular-nums max-sm:hidden sm:pt-1">{lab.minutes} min</p>
      {canStart || <Badge tone="soft">not yet</Badge>}
    </li>
  );
}
