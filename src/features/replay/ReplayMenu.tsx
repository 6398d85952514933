'use client';
import { entryNumber } from '@overcommit/reading';
import { Ellipsis, Link2, MessageSquarePlus } from 'lucide-react';
import { Button, IconButton } from '@/ui/Button.tsx';
import { Menu, type MenuItem } from '@/ui/Menu.tsx';
import { toast } from '@/ui/Toaster.tsx';
import type { OpenDialog } from './ReplayDialogs.tsx';
import { logUrl } from './useLog.ts';

type Props = {
  machineId: string;
  seq: number;
  mayConceal: boolean;
  /** The reader's own machine of an assignment. */
  mayAskRegrade: boolean;
  isLeading: boolean;
  onComment: () => void;
  onDialog: (dialog: OpenDialog) => void;
  onLead: () => void;
  onConceal: () => void;
  onScript: () => void;
};

/** A link to this moment, a comment at it, and other commands for the log. */
export function ReplayMenu(props: Props) {
  const { machineId, seq, mayConceal, mayAskRegrade, isLeading, onComment, onDialog, onLead, onConceal, onScript } =
    props;
  const items: MenuItem[] = [
    { label: isLeading ? 'Stop leading' : 'Lead this replay', onSelect: onLead },
    { label: `New machine from ${entryNumber(seq)}`, onSelect: () => onDialog('branch') },
    ...(mayConceal ? [{ label: `Conceal from students what follows ${entryNumber(seq)}`, onSelect: onConceal }] : []),
    ...(mayAskRegrade
      ? [{ label: `Ask for a regrade at ${entryNumber(seq)}`, onSelect: () => onDialog('regrade') }]
      : []),
    { kind: 'separator' },
    { label: 'Verify this log', onSelect: () => onDialog('verify') },
    { kind: 'link', label: 'Download log (NDJSON)', href: logUrl(machineId) },
    { label: `Download as lab script, to ${entryNumber(seq)}`, onSelect: onScript },
  ];
  return (
    <>
      <Button onClick={onComment} title="Comment at this entry (c)">
        <MessageSquarePlus aria-hidden />
        <span className="max-md:sr-only">Comment</span>
      </Button>
      <Button onClick={copyLink} title="Copy a link to this moment">
        <Link2 aria-hidden />
        <span className="max-md:sr-only">Copy link</span>
      </Button>
      <Menu
        align="end"
        trigger={
          <IconButton variant="plain" label="More">
            <Ellipsis aria-hidden />
          </IconButton>
        }
        items={items}
      />
    </>
  );
}

/** The page's address is the link: machine, entry, view and variation. It is updated shortly after the last step. */
function copyLink(): void {
  // Without https a page has no clipboard.
  const written = navigator.clipboard?.writeText(window.location.href) ?? Promise.reject(new Error('no clipboard'));
  written.then(
    () => toast('Link to this moment copied'),
    () => toast('This browser does not let us copy; take the address from its bar.'),
  );
}
