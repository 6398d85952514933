import { Dialog } from './Dialog.tsx';
import { Kbd } from './Small.tsx';

/** The keys of a page, and what each of them does. */
export function KeysDialog({
  keys,
  open,
  onOpenChange,
}: {
  keys: readonly (readonly [readonly string[], string])[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog title="Keys" open={open} onOpenChange={onOpenChange}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2">
        {keys.map(([names, what]) => (
          <div key={what} className="contents">
            <dt className="flex items-start gap-1">
              {names.map((name) => (
                <Kbd key={name}>{name}</Kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
