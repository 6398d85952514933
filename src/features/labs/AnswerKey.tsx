'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client.tsx';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { useMe } from '../home/useMe.ts';

/** For those who teach: what each question is about, what many say instead, and why. Nothing for all others. */
export function AnswerKey({ slug }: { slug: string }) {
  const me = useMe();
  const trpc = useTRPC();
  const key = useQuery(trpc.labs.key.queryOptions({ slug }, { enabled: me != null && !me.isGuest, retry: false }));
  if (!key.data) return null;
  const { answers, guidance } = key.data;
  return (
    <Card as="section" aria-label="Answer key" className="grid max-w-prose grid-cols-1 gap-4 p-4">
      <SectionTitle note="only those who teach see this">Answer key</SectionTitle>
      {answers.map(({ question, answer, commonWrong, misconception, shownBy }) => (
        <div key={question} className="grid grid-cols-1 gap-1 text-pretty">
          <h3 className="font-medium">{question}</h3>
          <p>{answer}</p>
          {commonWrong && (
            <p className="text-sm text-soft">
              <b className="font-medium text-ink">Often said:</b> {commonWrong}
            </p>
          )}
          {misconception && (
            <p className="text-sm text-soft">
              <b className="font-medium text-ink">Behind it:</b> {misconception}
            </p>
          )}
          {shownBy.length > 0 && (
            <p className="text-sm text-soft">
              <b className="font-medium text-ink">Shown by:</b>{' '}
              {shownBy.map(({ seq, line }, at) => (
                <span key={seq}>
                  {at > 0 && ', '}
                  <span className="font-mono text-xs wrap-anywhere">{line}</span> (#{seq})
                </span>
              ))}
            </p>
          )}
        </div>
      ))}
      {guidance.map(({ title, text }) => (
        <div key={title} className="grid grid-cols-1 gap-1 text-pretty">
          <h3 className="font-medium">To grade: {title}</h3>
          <p className="text-sm text-soft">{text}</p>
        </div>
      ))}
    </Card>
  );
}
