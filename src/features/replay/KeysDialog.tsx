import { Dialog } from '@/ui/Dialog.tsx';
import { Kbd } from '@/ui/Small.tsx';

const KEYS: [string[], string][] = [
  [['space'], 'Play or pause'],
  [['←', '→'], 'One entry back, one on'],
  [['shift ←', 'shift →'], 'Previous, next marker: kill, refusal, warning, setting, prediction, comment'],
  [['home', 'end'], 'To the beginning, to the end'],
  [['v'], 'What if: a new variation from here'],
  [['c'], 'Comment at this entry'],
  [['f'], 'Follow the leader, or go private'],
  [['?'], 'These keys'],
];

export function KeysDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog title="Keys" open={open} onOpenChange={onOpenChange}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2">
        {KEYS.map(([keys, what]) => (
          <div key={what} className="contents">
            <dt className="flex items-start gap-1">
              {keys.map((k) => (
                <Kbd key={k}>{k}</Kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
