'use client';
import { Ellipsis, Link2 } from 'lucide-react';
import { Button, IconButton } from '@/ui/Button.tsx';
import { Menu, type MenuItem } from '@/ui/Menu.tsx';
import { toast } from '@/ui/Toaster.tsx';
import { logUrl } from './useLog.ts';

/** A link to this very moment and what else can be done with the log. */
export function ReplayMenu({
  machineId,
  onVerify,
  items = [],
}: {
  machineId: string;
  onVerify: () => void;
  items?: MenuItem[];
}) {
  return (
    <>
      <Button onClick={copyLink} title="Copy a link to this moment">
        <Link2 aria-hidden />
        <span className="max-sm:sr-only">Copy link</span>
      </Button>
      <Menu
        align="end"
        trigger={
          <IconButton variant="plain" label="More">
            <Ellipsis aria-hidden />
          </IconButton>
        }
        items={[
          { label: 'Verify this log', onSelect: onVerify },
          { kind: 'link', label: 'Download log (NDJSON)', href: logUrl(machineId) },
          ...items,
        ]}
      />
    </>
  );
}

/** The address says machine, entry, view and variation: it is the link. It is written a little after the last step. */
function copyLink(): void {
  // Without https a browser gives pages no clipboard.
  const written = navigator.clipboard?.writeText(window.location.href) ?? Promise.reject(new Error('no clipboard'));
  written.then(
    () => toast('Link to this moment copied'),
    () => toast('This browser does not let us copy; take the address from its bar.'),
  );
}
