'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client.tsx';
import { PageTitle } from '@/ui/Card.tsx';
import { Loaded } from '../home/Loaded.tsx';
import { PageFrame } from '../home/PageFrame.tsx';
import { Health } from './Health.tsx';
import { People } from './People.tsx';
import { Storage } from './Storage.tsx';
import { VerifyFile } from './VerifyFile.tsx';

/** How often a visible page reads the figures again. */
const AGAIN_MS = 15_000;

/** The host's page: health, people, storage, and the check of an exported log. */
export function AdminScreen() {
  const trpc = useTRPC();
  const system = useQuery(trpc.admin.system.queryOptions(undefined, { refetchInterval: AGAIN_MS }));
  return (
    <PageFrame crumbs={[{ label: 'Home', href: '/home' }, { label: 'This service' }]}>
      <Loaded query={system} isPage>
        {(state) => (
          <>
            <PageTitle title="This service" lead="Only hosts see this page." />
            <Health state={state} />
            <People />
            <Storage />
            <VerifyFile />
          </>
        )}
      </Loaded>
    </PageFrame>
  );
}
