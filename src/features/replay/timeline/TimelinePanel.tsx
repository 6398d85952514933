'use client';
import type { Entry } from '@overcommit/engine';
import { entryNumber, entrySentence, figures } from '@overcommit/reading';
import type { People } from '@/machineView/people.ts';
import { FollowBar } from '../follow/FollowBar.tsx';
import { ReplayMenu } from '../ReplayMenu.tsx';
import { LogRiver } from '../river/LogRiver.tsx';
import type { ReplayPage } from '../useReplayPage.ts';
import { Lanes } from '../variations/Lanes.tsx';
import { Transport } from './Transport.tsx';

export const sentenceOf = (entry: Entry | null, people: People): string =>
  entry ? entrySentence(entry, people) : 'The machine has just come up; nothing has happened yet.';

/** The replay's entry in words and on the timeline, the variations below it, and the transport buttons. */
export function TimelinePanel({ page }: { page: ReplayPage }) {
  const { replay, people, moment, follow, source, variations, variationId, ownGoTo, open, setDialog } = page;
  const { seq, last } = replay;
  const entry = moment?.entry ?? null;
  const sentence = sentenceOf(entry, people);
  return (
    <section
      aria-label="Timeline"
      className="shrink-0 border-t border-line bg-panel px-3.5 py-2 short:order-first short:border-t-0 short:border-b"
    >
      <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
        <p
          role="status"
          aria-live={replay.isPlaying ? 'off' : 'polite'}
          className="min-w-0 flex-1 sm:truncate max-sm:line-clamp-2 max-sm:min-h-10 max-sm:basis-full"
          title={sentence}
        >
          <span className="text-soft">
            {entryNumber(entry?.seq ?? 0)}
            {entry && ` · tick ${figures(entry.tick)}`} ·{' '}
          </span>
          {sentence}
        </p>
        <FollowBar follow={follow} people={people} seq={seq} onReload={source.retry} />
      </div>
      {/* A comparison has its rivers above, on the same entries. */}
      {!page.isComparing && (
        <LogRiver
          {...{ log: page.log, markers: page.markers, people, seq, sentence }}
          commit={moment?.snapshot.commit ?? null}
          onGoTo={ownGoTo}
        />
      )}
      <Lanes variations={variations} openId={variationId} onOpen={open} onNew={() => setDialog('variation')} />
      <Transport
        seq={seq}
        last={last}
        isPlaying={replay.isPlaying}
        speed={replay.speed}
        onSpeed={replay.setSpeed}
        onAct={replay.act}
        onGoTo={ownGoTo}
        menu={<MenuOf page={page} />}
      />
    </section>
  );
}

function MenuOf({ page }: { page: ReplayPage }) {
  const { info, replay, follow, about, source, writeComment, setDialog } = page;
  const { seq } = replay;
  const isLeading = follow.mode === 'leading';
  return (
    <ReplayMenu
      machineId={info.id}
      seq={seq}
      mayConceal={info.mayManage}
      mayAskRegrade={info.assignmentId !== null && info.mySeat !== null && !info.mayManage}
      isLeading={isLeading}
      onComment={writeComment}
      onDialog={setDialog}
      onLead={() => follow.lead(!isLeading)}
      onConceal={() => about.conceal(seq)}
      onScript={() => source.script(seq)}
    />
  );
}
