import { policyInfo } from '@overcommit/engine';
import { GLOSSARY, type GlossaryTerm, KERNEL_PAGES, kernelName } from '@overcommit/handbook';
import Link from 'next/link';
import { PageTitle, SectionTitle } from '@/ui/Card.tsx';
import { RowList } from '@/ui/RowList.tsx';
import { LINK } from '@/ui/Small.tsx';
import { anchor } from '../glossary/anchor.ts';
import { PageFrame } from '../home/PageFrame.tsx';

const KERNELS = 'kernels';
const AREAS = [
  { name: 'memory', id: 'words-memory', title: 'Words: memory' },
  { name: 'kernels', id: 'words-kernels', title: 'Words: kernels' },
  { name: 'the log', id: 'words-log', title: 'Words: the log' },
  { name: 'teaching', id: 'words-teaching', title: 'Words: teaching' },
] as const;

/** The kernels, each with a page of its own, and the glossary. */
export function HandbookScreen() {
  return (
    <PageFrame crumbs={[{ label: 'Handbook' }]}>
      <PageTitle
        title="Handbook"
        lead="How fourteen kernels promise memory and what they do when it runs out, each with a machine to try it on; and the words used here."
      />
      <p className="max-w-prose text-soft">
        A real machine killed something?{' '}
        <Link href="/oom" className={LINK}>
          Paste its OOM report
        </Link>{' '}
        and see why.
      </p>
      <div className="grid grid-cols-1 items-start gap-8 lg:grid-cols-[minmax(0,1fr)_11rem]">
        <div className="grid grid-cols-1 gap-8">
          <Kernels />
          {AREAS.map((area) => (
            <section key={area.name} id={area.id} className="grid scroll-mt-4 gap-3">
              <SectionTitle>{area.title}</SectionTitle>
              <dl className="grid gap-x-6 gap-y-1 sm:grid-cols-[9rem_minmax(0,1fr)] sm:gap-y-2.5">
                {GLOSSARY.filter((one) => one.area === area.name).map((one) => (
                  <Term key={one.term} one={one} />
                ))}
              </dl>
            </section>
          ))}
        </div>
        <Contents />
      </div>
    </PageFrame>
  );
}

/** The parts of this page; not on a phone. */
function Contents() {
  const parts = [{ id: KERNELS, title: 'Kernels' }, ...AREAS];
  return (
    <nav aria-label="On this page" className="grid gap-2 max-lg:hidden lg:sticky lg:top-4">
      <SectionTitle>On this page</SectionTitle>
      <ul className="grid gap-1">
        {parts.map(({ id, title }) => (
          <li key={id}>
            <a href={`#${id}`} className="text-soft hover:text-ink">
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Kernels() {
  return (
    <section id={KERNELS} className="grid scroll-mt-4 grid-cols-1 gap-3">
      <SectionTitle>Kernels</SectionTitle>
      <RowList>
        {KERNEL_PAGES.map(({ id }) => (
          <li
            key={id}
            className="relative grid gap-x-6 px-3.5 py-2.5 first:rounded-t-lg last:rounded-b-lg hover:bg-sunk/60 sm:grid-cols-[11rem_minmax(0,1fr)]"
          >
            <h3 className="font-semibold tracking-tight">
              <Link href={`/handbook/${id}`} className="after:absolute after:inset-0">
                {kernelName(id)}
              </Link>
            </h3>
            <p className="text-sm text-soft text-pretty">{policyInfo(id).summary}</p>
          </li>
        ))}
      </RowList>
    </section>
  );
}

function Term({ one }: { one: GlossaryTerm }) {
  return (
    <>
      <dt id={anchor(one.term)} className="scroll-mt-4 font-medium max-sm:mt-2">
        {one.term}
      </dt>
      <dd className="max-w-prose text-soft text-pretty">
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
    </>
  );
}
