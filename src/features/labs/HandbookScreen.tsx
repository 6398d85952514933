import { AVAILABLE_KERNELS, GLOSSARY, type GlossaryTerm, KERNEL_NAMES, LABS } from '@overcommit/handbook';
import Link from 'next/link';
import { Card, PageTitle, SectionTitle } from '@/ui/Card.tsx';
import { LINK } from '@/ui/Small.tsx';
import { PageFrame } from '../home/PageFrame.tsx';

const AREAS = ['memory', 'kernels', 'the log', 'teaching'] as const;
const anchor = (term: string): string => term.toLowerCase().replace(/[^a-z0-9]+/g, '-');

/** The words of the product, and which kernels it simulates today. */
export function HandbookScreen() {
  return (
    <PageFrame crumbs={[{ label: 'Handbook' }]}>
      <PageTitle title="Handbook" lead="The words used here, and which kernels can be simulated today." />
      <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_16rem]">
        <div className="grid gap-8">
          {AREAS.map((area) => (
            <section key={area} className="grid gap-3">
              <SectionTitle>{area}</SectionTitle>
              <dl className="grid gap-3">
                {GLOSSARY.filter((one) => one.area === area).map((one) => (
                  <Term key={one.term} one={one} />
                ))}
              </dl>
            </section>
          ))}
        </div>
        <div className="grid gap-4 max-lg:order-first">
          <Card className="grid gap-2 p-4">
            <SectionTitle>Kernels today</SectionTitle>
            <ul className="grid gap-1">
              {AVAILABLE_KERNELS.map((id) => (
                <li key={id}>{KERNEL_NAMES[id]}</li>
              ))}
            </ul>
          </Card>
          <Card className="grid gap-2 p-4">
            <SectionTitle>Labs</SectionTitle>
            <ol className="grid gap-1">
              {LABS.map((lab) => (
                <li key={lab.slug}>
                  <Link href={`/labs/${lab.slug}`} className={LINK}>
                    {lab.number}. {lab.title}
                  </Link>
                </li>
              ))}
            </ol>
          </Card>
        </div>
      </div>
    </PageFrame>
  );
}

function Term({ one }: { one: GlossaryTerm }) {
  return (
    <div id={anchor(one.term)} className="max-w-prose scroll-mt-4">
      <dt className="text-base font-medium">{one.term}</dt>
      <dd className="text-base text-soft text-pretty">
        {one.meaning}
        {one.see && (
          <>
            {' '}
            See{' '}
            {one.see.map((other, index) => (
              <span key={other}>
                {index > 0 && ', '}
                <a href={`#${anchor(other)}`} className={LINK}>
                  {other}
                </a>
              </span>
            ))}
            .
          </>
        )}
      </dd>
    </div>
  );
}
