import { policyInfo } from '@overcommit/engine';
import { GLOSSARY, type GlossaryTerm, KERNEL_NAMES, KERNEL_PAGES, LABS } from '@overcommit/handbook';
import Link from 'next/link';
import { Card, PageTitle, SectionTitle } from '@/ui/Card.tsx';
import { LINK } from '@/ui/Small.tsx';
import { PageFrame } from '../home/PageFrame.tsx';

const AREAS = ['memory', 'kernels', 'the log', 'teaching'] as const;
const anchor = (term: string): string => term.toLowerCase().replace(/[^a-z0-9]+/g, '-');

/** The kernels, each with a page of its own, and the words of the product. */
export function HandbookScreen() {
  return (
    <PageFrame crumbs={[{ label: 'Handbook' }]}>
      <PageTitle
        title="Handbook"
        lead="How fourteen kernels promise memory and what they do when it runs out, each with a machine to try it on; and the words used here."
      />
      <Kernels />
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
        <div className="grid gap-4">
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

function Kernels() {
  return (
    <section className="grid gap-3">
      <SectionTitle>kernels, one by one</SectionTitle>
      <ul className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
        {KERNEL_PAGES.map(({ id }) => (
          <Card key={id} as="li" className="relative grid content-start gap-1 p-3 has-[a:hover]:border-line-strong">
            <h3 className="font-semibold tracking-tight">
              <Link href={`/handbook/${id}`} className="after:absolute after:inset-0">
                {KERNEL_NAMES[id]}
              </Link>
            </h3>
            <p className="text-sm text-soft text-pretty">{policyInfo(id).summary}</p>
          </Card>
        ))}
      </ul>
    </section>
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
