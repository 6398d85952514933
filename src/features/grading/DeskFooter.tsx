import { Button } from '@/ui/Button.tsx';
import { Kbd } from '@/ui/Small.tsx';
import { countsOf } from './saving/saveQueue.ts';
import type { Desk } from './useDesk.ts';

const plural = (n: number, one: string, more: string): string => `${n} ${n === 1 ? one : more}`;

/** The truth about what the server has: it is said to be saved only when it is. */
function savedWords({ saving, live }: Desk): { text: string; isWarning: boolean } {
  const { unsaved, stuck, drafts } = countsOf(saving.queue);
  const parts = [
    unsaved > 0 ? `${unsaved} unsaved` : null,
    stuck > 0 ? `${plural(stuck, 'cell needs', 'cells need')} you` : null,
    drafts > 0 ? `${drafts} half-written` : null,
    unsaved > 0 && !saving.isKept ? 'this browser keeps nothing: do not close the page' : null,
    live.gone ? 'you are no longer staff of this course' : null,
  ].filter((part) => part !== null);
  const isWarning = stuck > 0 || live.gone || (unsaved > 0 && (saving.trouble !== null || !saving.isKept));
  return { text: parts.length > 0 ? parts.join(' · ') : 'all saved', isWarning };
}

export function DeskFooter({ desk, onHelp }: { desk: Desk; onHelp: () => void }) {
  const { text, isWarning } = savedWords(desk);
  const { trouble } = desk.saving;
  return (
    <footer className="flex flex-wrap items-center gap-x-3.5 gap-y-1 border-t border-line bg-panel px-3.5 py-1.5 text-xs text-soft">
      <Hint keys={['j', 'k']}>row</Hint>
      <Hint keys={['n']}>next ungraded</Hint>
      <Hint keys={['0', '9']} between="–">
        points
      </Hint>
      <Hint keys={['ctrl ↵']}>save, next</Hint>
      <Button size="sm" variant="ghost" onClick={onHelp}>
        <Kbd>?</Kbd> all keys
      </Button>
      <span role="status" className="min-w-0 break-words">
        {desk.status}
      </span>
      {trouble && <span className="min-w-0 text-warn break-words">{trouble} It is sent again by itself.</span>}
      <span
        role="status"
        data-saved={text}
        aria-label="Saving"
        className={isWarning ? 'ml-auto font-medium text-warn' : 'ml-auto text-ink'}
      >
        {text}
      </span>
    </footer>
  );
}

function Hint({ keys, between = ' ', children }: { keys: string[]; between?: string; children: string }) {
  return (
    <span className="whitespace-nowrap max-sm:hidden">
      {keys.map((key, index) => (
        <span key={key}>
          {index > 0 && between}
          <Kbd>{key}</Kbd>
        </span>
      ))}{' '}
      {children}
    </span>
  );
}
