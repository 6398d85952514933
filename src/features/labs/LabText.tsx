import type { Lab, LabStep } from '@overcommit/handbook';
import type { ReactNode } from 'react';
import { SectionTitle } from '@/ui/Card.tsx';
import { LazyMarkdown } from '../ownLabs/LazyMarkdown.tsx';

/** The lab's idea, and what the reader will see. */
export function LabIdea({ lab }: { lab: Lab }) {
  return (
    <>
      <Part title="The idea">
        <p className="text-pretty">{lab.idea}</p>
        {lab.handout && <LazyMarkdown text={lab.handout} />}
      </Part>
      <Part title="What you will see">
        <Points of={lab.whatYouWillSee} />
      </Part>
    </>
  );
}

/** The steps and the questions. */
export function LabWork({ lab }: { lab: Lab }) {
  return (
    <>
      <Part title="Steps">
        <ol className="grid list-decimal gap-3 pl-5 marker:text-faint">
          {lab.steps.map((step) => (
            <Step key={step.id} step={step} />
          ))}
        </ol>
      </Part>
      <Part title="Questions">
        <Points of={lab.questions} />
      </Part>
    </>
  );
}

/** Where today's kernels differ from the claim. */
export function LabTruth({ lab }: { lab: Lab }) {
  return (
    <Part title="The finer truth">
      <p className="text-pretty">{lab.finerTruth}</p>
    </Part>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid grid-cols-1 gap-2">
      <SectionTitle>{title}</SectionTitle>
      {children}
    </section>
  );
}

function Points({ of }: { of: string[] }) {
  return (
    <ul className="grid list-disc gap-1.5 pl-5 marker:text-faint">
      {of.map((one) => (
        <li key={one} className="text-pretty">
          {one}
        </li>
      ))}
    </ul>
  );
}

const WHO: Record<LabStep['who'], string | null> = { anyone: null, first: 'First person', second: 'Second person' };

function Step({ step }: { step: LabStep }) {
  const who = WHO[step.who];
  return (
    <li className="text-pretty">
      {who && <span className="text-soft">{who}: </span>}
      {step.say}
      {step.lines && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <pre tabIndex={0} className="mt-1.5 overflow-x-auto rounded-md bg-sunk px-3 py-2 font-mono text-xs">
          {step.lines.join('\n')}
        </pre>
      )}
      {step.look && <p className="mt-1 text-sm text-soft">Look at: {step.look}</p>}
    </li>
  );
}
