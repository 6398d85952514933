'use client';
import { useQuery } from '@tanstack/react-query';
import { CircleHelp, X } from 'lucide-react';
import { useState } from 'react';
import { isOpen, predictionsAt } from '@/machineView/predictions.ts';
import { useTRPC } from '@/trpc/client.tsx';
import { Button, IconButton } from '@/ui/Button.tsx';
import { cx } from '@/ui/cx.ts';
import { Dialog } from '@/ui/Dialog.tsx';
import { PredictionPanel, type PredictionPanelProps } from './PredictionPanel.tsx';

/** A bar on every part of the page: a question is open, or its answers are revealed. */
export function QuestionBar({
  sinceSeq,
  asked,
  ...panel
}: PredictionPanelProps & {
  sinceSeq: number;
  /** The question that the handout shows: on a wide screen it is not said twice. */
  asked: string | null;
}) {
  const [isShown, setShown] = useState(false);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const { snapshot, people } = panel;
  const trpc = useTRPC();
  const list = predictionsAt(snapshot);
  const isAnswering = panel.mySeat !== null && list.some((one) => isOpen(one));
  const mine = useQuery(trpc.predictions.mine.queryOptions({ machineId: panel.machineId }, { enabled: isAnswering }));
  const hasMine = (prompt: string) => mine.data?.some((one) => one.prompt === prompt) ?? false;
  const news =
    list.find((one) => isOpen(one) && !hasMine(one.prompt)) ?? list.find((one) => (one.revealedAt ?? 0) > sinceSeq);
  const key = news ? `${news.prompt}:${news.revealedAt === null}` : null;
  return (
    <>
      <div role="status">
        {news && key !== dismissed && (
          <p
            className={cx(
              'flex items-center justify-center gap-2 border-b border-line bg-sunk px-3 py-1.5',
              news.topic === asked && news.revealedAt === null && 'min-[1100px]:hidden',
            )}
          >
            <CircleHelp className="size-4 shrink-0 text-focus" aria-hidden />
            <span className="min-w-0 truncate" title={news.question}>
              {news.revealedAt === null
                ? `${news.keeper === 'lab' ? 'The lab' : people.name(news.by)} asks: ${news.question}`
                : `Revealed: ${news.question}`}
            </span>
            <Button variant="primary" aria-haspopup="dialog" onClick={() => setShown(true)}>
              {news.revealedAt === null ? 'Predict' : 'See'}
            </Button>
            <IconButton label="Not now" onClick={() => setDismissed(key)}>
              <X aria-hidden />
            </IconButton>
          </p>
        )}
      </div>
      <Dialog
        title={news?.revealedAt ? 'What the class said' : 'What do you say?'}
        lead="Answers stay sealed until all are revealed."
        open={isShown}
        onOpenChange={setShown}
      >
        <PredictionPanel {...panel} isBrief />
      </Dialog>
    </>
  );
}
