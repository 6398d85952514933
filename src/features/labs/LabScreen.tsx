import { kernelName, LABS, type Lab, labAvailability, startableVariants } from '@overcommit/handbook';
import Link from 'next/link';
import { Fragment } from 'react';
import { Card, PageTitle } from '@/ui/Card.tsx';
import { LINK } from '@/ui/Small.tsx';
import { Neighbours } from '../home/Neighbours.tsx';
import { PageFrame } from '../home/PageFrame.tsx';
import { TeachersCopy } from '../ownLabs/TeachersLabs.tsx';
import { AnswerKey } from './AnswerKey.tsx';
import { LabIdea, LabTruth, LabWork } from './LabText.tsx';
import { LazyRuleBench } from './rule/LazyRuleBench.tsx';
import { StartPanel } from './StartPanel.tsx';

const MIB_IN_KB = 1024;

/** One lab: the idea, what you will see, the ways to start it, the steps. */
export function LabScreen({ lab }: { lab: Lab }) {
  const { reason } = labAvailability(lab);
  const at = LABS.indexOf(lab);
  return (
    <PageFrame crumbs={[{ label: 'Labs', href: '/labs' }, { label: lab.title }]}>
      <PageTitle title={`${lab.number}. ${lab.title}`} lead={lab.claim} />
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem] lg:grid-rows-[auto_1fr]">
        <div className="grid max-w-prose grid-cols-1 gap-6 text-base">
          <LabIdea lab={lab} />
        </div>
        <div className="grid grid-cols-1 gap-4 lg:sticky lg:top-4 lg:row-span-2">
          <StartPanel slug={lab.slug} title={lab.title} variants={startableVariants(lab)} reason={reason} />
          {lab.hasRuleBench && (
            <a href="#try-a-rule" className={LINK}>
              Try a rule on recorded logs
            </a>
          )}
          <Facts lab={lab} />
          <TeachersCopy slug={lab.slug} />
        </div>
        <div className="grid max-w-prose grid-cols-1 gap-6 text-base">
          <LabWork lab={lab} />
          <LabTruth lab={lab} />
        </div>
      </div>
      <AnswerKey slug={lab.slug} />
      {lab.hasRuleBench && <LazyRuleBench slug={lab.slug} />}
      <Neighbours label="Other labs" before={wayTo(LABS[at - 1])} after={wayTo(LABS[at + 1])} />
    </PageFrame>
  );
}

const wayTo = (lab: Lab | undefined) => lab && { label: `${lab.number}. ${lab.title}`, href: `/labs/${lab.slug}` };

function Facts({ lab }: { lab: Lab }) {
  const { memKb, swapKb } = lab.machine;
  const { from, to } = lab.people;
  const kernels = [...new Set(lab.variants.map(({ policy }) => policy))];
  const facts = [
    ['Machine', `${memKb / MIB_IN_KB} MiB RAM, ${swapKb === 0 ? 'no swap' : `${swapKb / MIB_IN_KB} MiB swap`}`],
    [
      kernels.length === 1 ? 'Kernel' : 'Kernels',
      kernels.map((id, i) => (
        <Fragment key={id}>
          {i > 0 && ', '}
          <Link href={`/handbook/${id}`} className={LINK}>
            {kernelName(id)}
          </Link>
        </Fragment>
      )),
    ],
    ['People', `${from} to ${to} on a machine`],
    ['Time', `about ${lab.minutes} minutes`],
  ] as const;
  return (
    <Card className="p-4">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-soft">{name}</dt>
            <dd className="text-right text-balance">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
