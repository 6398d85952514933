import type { SystemState } from '@overcommit/protocol/api';
import { count, figures } from '@overcommit/reading';
import type { ReactNode } from 'react';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { bytes, uptime } from './amounts.ts';

/** The health of the service, and its load. */
export function Health({ state }: { state: SystemState }) {
  const { database, counts } = state;
  return (
    <Card as="section" aria-label="Health" className="grid gap-4 p-4">
      <SectionTitle>Health</SectionTitle>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-3 lg:grid-cols-4">
        <Figure name="state" note={`up ${uptime(state.uptimeSeconds)}`}>
          {state.isReady ? 'ready' : 'not ready yet'}
        </Figure>
        <Figure
          name="database"
          note={`${database.isEmbedded ? 'embedded' : 'your own'}, Postgres ${database.version.split(' ')[0]}`}
        >
          answers in {figures(database.answersInMs)}&nbsp;ms
        </Figure>
        <Figure name="here now" note={count(state.openRooms, 'machine open', 'machines open')}>
          {count(state.sockets, 'screen')}
        </Figure>
        <Figure name="memory of the server" note={`Node ${state.nodeVersion.replace(/^v/, '')}`}>
          {bytes(state.memoryBytes)}
        </Figure>
        <Figure name="people">{figures(counts.users)}</Figure>
        <Figure name="courses">{figures(counts.courses)}</Figure>
        <Figure name="machines" note={count(counts.entries, 'entry', 'entries')}>
          {figures(counts.machines)}
        </Figure>
        <Figure name="version" note={`engine ${state.engineVersion}`}>
          {state.version}
        </Figure>
        <Figure name="key of exported logs" note="overcommit verify LOG --key KEY">
          <code className="text-xs break-all">{state.logKey}</code>
        </Figure>
      </dl>
    </Card>
  );
}

function Figure({ name, note, children }: { name: string; note?: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-soft">{name}</dt>
      <dd className="font-medium break-words tabular-nums">{children}</dd>
      {note && <dd className="text-xs text-soft break-words">{note}</dd>}
    </div>
  );
}
