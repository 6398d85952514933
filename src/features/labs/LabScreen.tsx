import { KERNEL_NAMES, type Lab, type LabStep, labAvailability, startableVariants } from '@overcommit/handbook';
import { Card, PageTitle, SectionTitle } from '@/ui/Card.tsx';
import { LINK } from '@/ui/Small.tsx';
import { PageFrame } from '../home/PageFrame.tsx';
import { LazyRuleBench } from './rule/LazyRuleBench.tsx';
import { StartPanel } from './StartPanel.tsx';

const MIB_IN_KB = 1024;

/** One lab: the idea, what you will see, the steps, and the ways to start it. */
export function LabScreen({ lab }: { lab: Lab }) {
  const { reason } = labAvailability(lab);
  return (
    <PageFrame crumbs={[{ label: 'Labs', href: '/labs' }, { label: lab.title }]}>
      <PageTitle title={`${lab.number}. ${lab.title}`} lead={lab.claim} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid max-w-prose gap-6 text-base">
          <Part title="The idea">
            <p className="text-pretty">{lab.idea}</p>
          </Part>
          <Part title="What you will see">
            <ul className="grid list-disc gap-1.5 pl-5 marker:text-faint">
              {lab.whatYouWillSee.map((one) => (
                <li key={one} className="text-pretty">
                  {one}
                </li>
              ))}
            </ul>
          </Part>
          <Part title="Steps">
            <ol className="grid list-decimal gap-3 pl-5 marker:text-faint">
              {lab.steps.map((step) => (
                <Step key={step.text} step={step} />
              ))}
            </ol>
          </Part>
          <Part title="Questions">
            <ul className="grid list-disc gap-1.5 pl-5 marker:text-faint">
              {lab.questions.map((one) => (
                <li key={one} className="text-pretty">
                  {one}
                </li>
              ))}
            </ul>
          </Part>
          <Part title="The finer truth">
            <p className="text-pretty">{lab.finerTruth}</p>
          </Part>
        </div>
        <div className="grid gap-4 lg:sticky lg:top-4">
          <StartPanel slug={lab.slug} title={lab.title} variants={startableVariants(lab)} reason={reason} />
          {lab.hasRuleBench && (
            <a href="#try-a-rule" className={LINK}>
              Try a rule on recorded logs
            </a>
          )}
          <Facts lab={lab} />
        </div>
      </div>
      {lab.hasRuleBench && <LazyRuleBench slug={lab.slug} />}
    </PageFrame>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="grid gap-2">
      <SectionTitle>{title}</SectionTitle>
      {children}
    </section>
  );
}

const WHO: Record<LabStep['who'], string | null> = { anyone: null, first: 'First person', second: 'Second person' };

function Step({ step }: { step: LabStep }) {
  const who = WHO[step.who];
  return (
    <li className="text-pretty">
      {who && <span className="text-soft">{who}: </span>}
      {step.text}
      {step.lines && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <pre tabIndex={0} className="mt-1.5 overflow-x-auto rounded-md bg-sunk px-3 py-2 font-mono text-xs">
          {step.lines.join('\n')}
        </pre>
      )}
    </li>
  );
}

function Facts({ lab }: { lab: Lab }) {
  const { memKb, swapKb } = lab.machine;
  const { from, to } = lab.people;
  const facts = [
    ['Machine', `${memKb / MIB_IN_KB} MiB RAM, ${swapKb === 0 ? 'no swap' : `${swapKb / MIB_IN_KB} MiB swap`}`],
    ['Kernels', [...new Set(lab.variants.map((variant) => KERNEL_NAMES[variant.policy]))].join(', ')],
    ['People', `${from} to ${to} a machine`],
    ['Time', `about ${lab.minutes} minutes`],
  ] as const;
  return (
    <Card className="p-4">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-soft">{name}</dt>
            <dd className="text-right">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
