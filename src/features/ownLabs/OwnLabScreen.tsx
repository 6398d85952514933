'use client';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { ErrorState, Skeleton } from '@/ui/States.tsx';
import { Loaded } from '../home/Loaded.tsx';
import { PageFrame } from '../home/PageFrame.tsx';
import { saveText } from '../replay/saveText.ts';
import { usePageTitle } from '../usePageTitle.ts';

// What is typed is kept in the browser too, so the editor is drawn there only.
const LabEditor = dynamic(() => import('./LabEditor.tsx').then((m) => m.LabEditor), {
  ssr: false,
  loading: () => <Skeleton className="h-64" label="Opening the lab" />,
});

/** The editor of an own lab, for its author. */
export function OwnLabScreen({ labId }: { labId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.ownLabs.open.queryOptions({ labId }, { refetchOnWindowFocus: false }));
  const title = query.data?.lab?.title;
  usePageTitle(title && `Lab: ${title}`);
  return (
    <PageFrame crumbs={[{ label: 'Labs', href: '/labs' }, { label: title ?? 'Lab' }]}>
      <Loaded query={query} isPage>
        {({ lab, problem, text, ...opened }) =>
          lab ? (
            <LabEditor key={opened.labId} lab={lab} opened={opened} />
          ) : (
            <ErrorState
              title="The stored draft cannot be read."
              why={`${problem ?? ''} Nothing of it is lost: save its text, mend it, and import it as a new lab.`}
              action={<Button onClick={() => saveText('lab.json', text)}>Save its text</Button>}
            />
          )
        }
      </Loaded>
    </PageFrame>
  );
}
