'use client';
import { useMutation } from '@tanstack/react-query';
import { useTRPCClient } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { PageTitle, SectionTitle } from '@/ui/Card.tsx';
import { toast } from '@/ui/Toaster.tsx';
import { PageFrame } from '../home/PageFrame.tsx';
import { useMe } from '../home/useMe.ts';
import { saveText } from '../replay/saveText.ts';
import { EraseDialog } from './EraseDialog.tsx';

/** What one can do with one's own account. */
export function AccountScreen() {
  const me = useMe();
  const client = useTRPCClient();
  return (
    <PageFrame crumbs={[{ label: 'Home', href: '/home' }, { label: 'Your account' }]}>
      <PageTitle title="Your account" lead={me ? `${me.name}, ${me.email ?? ''}` : undefined} />
      <OwnData />
      <section aria-label="Erase the account" className="grid max-w-prose gap-3">
        <SectionTitle>Erase the account</SectionTitle>
        <p className="text-sm text-soft">
          Your name, your address and your words go; what was done on machines and graded stays, without your name.
        </p>
        <div>
          <EraseDialog
            title="Erase your account?"
            asksPassword
            // A whole load, so that nothing of the session stays in memory.
            onDone={() => window.location.assign('/')}
            erase={(password) => client.me.erase.mutate({ password })}
            trigger={<Button>Erase my account</Button>}
          />
        </div>
      </section>
    </PageFrame>
  );
}

function OwnData() {
  const client = useTRPCClient();
  const saving = useMutation({
    mutationFn: () => client.me.data.query(),
    onSuccess: (data) => saveText('overcommit-account.json', `${JSON.stringify(data, null, 2)}\n`),
    onError: (error) => toast(`Nothing was saved. ${error.message}`),
  });
  return (
    <section aria-label="What is stored about you" className="grid max-w-prose gap-3">
      <SectionTitle>What is stored about you</SectionTitle>
      <p className="text-sm text-soft">
        One JSON file: account, sessions, courses, seats, answers, work, released grades, comments, labs. The log of a
        machine can be downloaded from its replay.
      </p>
      <div>
        <Button isPending={saving.isPending} onClick={() => saving.mutate()}>
          Save as a file
        </Button>
      </div>
    </section>
  );
}
