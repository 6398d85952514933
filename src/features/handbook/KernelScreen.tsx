import { KERNEL_PAGES, type KernelPage, kernelName, LABS } from '@overcommit/handbook';
import Link from 'next/link';
import { Fragment } from 'react';
import { Card, PageTitle, SectionTitle } from '@/ui/Card.tsx';
import { LINK, Mono } from '@/ui/Small.tsx';
import { Neighbours } from '../home/Neighbours.tsx';
import { PageFrame } from '../home/PageFrame.tsx';
import { LazyScenario } from './LazyScenario.tsx';

/** One kernel: how it promises, what it does when memory runs out, its formula, and the same scenario as on every page. */
export function KernelScreen({ page, summary }: { page: KernelPage; summary: string }) {
  const name = kernelName(page.id);
  const at = KERNEL_PAGES.indexOf(page);
  const labs = LABS.filter((lab) => lab.variants.some(({ policy }) => policy === page.id));
  return (
    <PageFrame crumbs={[{ label: 'Handbook', href: '/handbook' }, { label: name }]}>
      <PageTitle title={name} lead={summary} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid min-w-0 grid-cols-1 gap-6">
          <div className="grid max-w-prose gap-5 text-base">
            <Part title="When memory is asked for">{page.promises}</Part>
            <Part title="When it runs out">{page.runsOut}</Part>
            <section className="grid gap-2">
              <SectionTitle>The formula, in words</SectionTitle>
              <p className="rounded-md bg-sunk px-3 py-2 font-medium text-pretty">{page.formula}</p>
              <dl className="grid grid-cols-[minmax(min-content,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
                {page.terms.map((term) => (
                  <Fragment key={term.name}>
                    <dt className="font-medium">{term.name}</dt>
                    <dd className="text-soft text-pretty">{term.meaning}</dd>
                  </Fragment>
                ))}
              </dl>
            </section>
          </div>
          <LazyScenario page={page} />
        </div>
        <div className="grid gap-4 lg:sticky lg:top-4">
          {labs.length > 0 && (
            <Card className="grid gap-2 p-4">
              <SectionTitle>Labs under this kernel</SectionTitle>
              <ul className="grid gap-1">
                {labs.map((lab) => (
                  <li key={lab.slug}>
                    <Link href={`/labs/${lab.slug}`} className={LINK}>
                      {lab.number}. {lab.title}
                    </Link>
                  </li>
                ))}
              </ul>
            </Card>
          )}
          <Card className="grid gap-2 p-4">
            <SectionTitle>Sources</SectionTitle>
            <ul className="grid gap-1.5 text-sm">
              {page.sources.map((source) => (
                <li key={source}>
                  <Mono className="wrap-anywhere">{source}</Mono>
                </li>
              ))}
            </ul>
          </Card>
        </div>
      </div>
      <Neighbours label="Other kernels" before={wayTo(KERNEL_PAGES[at - 1])} after={wayTo(KERNEL_PAGES[at + 1])} />
    </PageFrame>
  );
}

function Part({ title, children }: { title: string; children: string }) {
  return (
    <section className="grid gap-2">
      <SectionTitle>{title}</SectionTitle>
      <p className="text-pretty">{children}</p>
    </section>
  );
}

const wayTo = (page: KernelPage | undefined) => page && { label: kernelName(page.id), href: `/handbook/${page.id}` };
