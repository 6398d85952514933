'use client';
import { useState } from 'react';
import type { Snapshot } from '@/machineView/snapshot.ts';

/** The parts between which a small screen switches. */
export const PARTS = [
  { id: 'frames', label: 'Memory' },
  { id: 'processes', label: 'Processes' },
  { id: 'why', label: 'Why' },
  { id: 'handout', label: 'Handout' },
  { id: 'shell', label: 'Shell' },
] as const;
export type PartId = (typeof PARTS)[number]['id'];
export type ShownPart = {
  part: PartId;
  showPart: (id: PartId) => void;
  tab: string;
  /** A person has chosen the tab. */
  isTabChosen: boolean;
  setTab: (id: string) => void;
  /** Opens a tab; a small screen shows the tabs in place of another part. */
  showTab: (id: string) => void;
  /** The decision whose card is open; null = the newest. */
  openSeq: number | null;
  showWhy: (seq: number) => void;
};

const hasHandout = (tabs: { id: string }[]): boolean => tabs.some(({ id }) => id === 'handout');

/** Which part, tab and decision card a machine's view shows. */
export function useShownPart({
  snapshot,
  extraTabs = [],
  fills = 0,
  guide,
  tab: outerTab,
  onTab,
}: {
  snapshot: Snapshot;
  extraTabs?: { id: string }[];
  /** Counts the lines put at the prompt: with each one the shell comes to the front. */
  fills?: number;
  /** The handout leads: a small screen shows it first. */
  guide?: unknown;
  /** The tab, if the page keeps it: null = not chosen yet. */
  tab?: string | null;
  onTab?: (id: string) => void;
}): ShownPart {
  const [chosenPart, setPart] = useState<PartId | null>(null);
  const part = chosenPart ?? (guide ? 'why' : 'frames');
  const [seenFills, setSeenFills] = useState(fills);
  if (fills !== seenFills) {
    setSeenFills(fills);
    setPart('shell');
  }
  const [ownTab, setOwnTab] = useState<string | null>(null);
  const [seenTab, setSeenTab] = useState(outerTab);
  if (outerTab !== seenTab) {
    setSeenTab(outerTab);
    if (outerTab && outerTab !== ownTab) setPart('why');
  }
  const chosenTab = outerTab === undefined ? ownTab : outerTab;
  const setTab = (id: string) => {
    setOwnTab(id);
    onTab?.(id);
  };
  // Until a tab is chosen: the handout, and from the first decision on its card.
  const isQuiet = (snapshot.history.decisions[0]?.seq ?? Number.POSITIVE_INFINITY) > snapshot.seq;
  const tab = chosenTab ?? (hasHandout(extraTabs) && isQuiet ? 'handout' : 'why');
  const showPart = (id: PartId) => {
    if (id === 'handout' || (id === 'why' && tab === 'handout')) setTab(id);
    setPart(id === 'handout' ? 'why' : id);
  };
  const showTab = (id: string) => {
    setTab(id);
    setPart('why');
  };
  const [openSeq, setOpenSeq] = useState<number | null>(null);
  const showWhy = (seq: number) => {
    setOpenSeq(seq);
    showTab('why');
    requestAnimationFrame(() => document.getElementById(`why-${seq}`)?.scrollIntoView({ block: 'nearest' }));
  };
  return { part, showPart, tab, isTabChosen: chosenTab !== null, setTab, showTab, openSeq, showWhy };
}
