import type { DeskSheet } from '@overcommit/protocol/api';
import { Badge } from '@/ui/Badge.tsx';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { piecesOf } from '../deskModel.ts';

/** What the team wrote. Numbers such as `#16` lead to that entry of the replay. */
export function Answers({
  sheet,
  rowId,
  onGoTo,
}: {
  sheet: DeskSheet;
  /** The row that is graded now: its own answers come first. */
  rowId: string;
  onGoTo: (seq: number) => void;
}) {
  const { answers, team, members } = sheet;
  const names = new Map([team, ...members].map((one) => [one.rowId, one.name ?? one.pseudonym]));
  const own = (at: string) => at === rowId || rowId === team.rowId;
  const shown = [...answers].sort((a, b) => Number(own(b.rowId)) - Number(own(a.rowId)));
  return (
    <Card as="section" aria-label="Answers" className="grid grid-cols-1 gap-2.5 px-3.5 py-3">
      <SectionTitle>Answers</SectionTitle>
      {shown.length === 0 && <p className="text-soft">Nothing was written.</p>}
      {shown.map((answer) => (
        <article key={`${answer.prompt} ${answer.rowId}`} className="grid grid-cols-1 gap-1">
          <h3 className="text-xs text-soft text-pretty">{answer.question}</h3>
          <p className="flex flex-wrap items-baseline gap-2 text-xs font-medium">
            {names.get(answer.rowId)}
            {answer.rowId === rowId && <Badge tone="soft">graded now</Badge>}
          </p>
          <p className="max-w-prose break-words whitespace-pre-wrap">
            <Linked text={answer.text} onGoTo={onGoTo} />
          </p>
        </article>
      ))}
    </Card>
  );
}

function Linked({ text, onGoTo }: { text: string; onGoTo: (seq: number) => void }) {
  return piecesOf(text).map((piece, index) =>
    typeof piece === 'string' ? (
      piece
    ) : (
      <button
        // biome-ignore lint/suspicious/noArrayIndexKey: the same number may stand there twice
        key={index}
        type="button"
        className="underline decoration-line-strong underline-offset-2 tabular-nums hover:decoration-ink"
        onClick={() => onGoTo(piece.seq)}
      >
        {piece.text}
      </button>
    ),
  );
}
