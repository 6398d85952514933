import { Button } from '@/ui/Button.tsx';
import { CopyButton } from '@/ui/CopyButton.tsx';
import { Input } from '@/ui/Field.tsx';
import { ErrorState } from '@/ui/States.tsx';
import { dateWords } from './dates.ts';

type Making = {
  data: { url: string; expiresAt: Date } | undefined;
  error: { message: string } | null;
  isPending: boolean;
};

/** Makes a link that is shown once, to be handed over. */
export function MakeLink({ making, onMake }: { making: Making; onMake: () => void }) {
  if (!making.data)
    return (
      <div className="grid justify-items-start gap-3">
        {making.error && <ErrorState title="No link was made." why={making.error.message} className="w-full" />}
        <Button variant="primary" isPending={making.isPending} onClick={onMake}>
          Make the link
        </Button>
      </div>
    );
  const { url, expiresAt } = making.data;
  return (
    <div className="grid gap-3">
      <Input
        readOnly
        value={url}
        aria-label="The link"
        className="font-mono text-xs"
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className="flex flex-wrap items-center gap-3">
        <CopyButton label="Copy the link" text={url} />
        <span className="text-xs text-soft">Shown only now. Works until {dateWords(expiresAt, new Date())}.</span>
      </div>
    </div>
  );
}
