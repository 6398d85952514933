'use client';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Card } from '@/ui/Card.tsx';
import { PageFrame } from '../home/PageFrame.tsx';

/** The layout of log-in pages: one card in the middle. */
export function AuthCard({
  title,
  lead,
  children,
  below,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  below?: ReactNode;
}) {
  return (
    <PageFrame className="place-items-center content-center!">
      <div className="grid w-full max-w-sm gap-4">
        <Card className="grid gap-4 p-6">
          <div>
            <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
            {lead && <div className="mt-1 text-base text-soft text-pretty">{lead}</div>}
          </div>
          {children}
        </Card>
        {below && <div className="text-center text-sm text-soft">{below}</div>}
      </div>
    </PageFrame>
  );
}

/** A message above the form's button that belongs to no single field. */
export function FormMessage({ message }: { message: string | null }) {
  return (
    <p role="alert" className={message ? 'flex gap-2 rounded-md bg-warn-bg px-3 py-2 text-sm text-warn' : 'sr-only'}>
      {message && <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />}
      {message}
    </p>
  );
}
