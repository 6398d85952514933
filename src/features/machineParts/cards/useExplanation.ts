'use client';
import type { Shortfall } from '@overcommit/engine';
import type { Aftermaths, Decision, DecisionContext, Explained, ExplainStep, Use } from '@overcommit/reading';
import { isLimitFact } from '@overcommit/reading';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Explainer } from '@/machineView/explainSource.ts';

/** What a card says beyond its fact. `shortfall` undefined: not computed. */
export type Explanation = {
  context: DecisionContext | null;
  held: Use[] | null;
  shortfall: Shortfall | null | undefined;
  /** What came of each change that is offered. */
  aftermaths: Aftermaths | undefined;
  work: Work;
};
/** `none`: there is nothing more to compute, or no log to compute it from. */
export type Work =
  | { state: 'none' }
  | { state: 'working'; step: ExplainStep | null; cancel: () => void }
  | { state: 'stopped'; start: () => void }
  | { state: 'failed'; message: string; start: () => void };

/** A reader who steps through a log passes many decisions. Explain one only after a rest of 300 ms. */
const REST_MS = 300;

/** Computes in a worker what a decision's card does not know yet, once for all cards of the entry. */
export function useExplanation(decision: Decision, explainer: Explainer | null): Explanation {
  const queries = useQueryClient();
  const [step, setStep] = useState<ExplainStep | null>(null);
  const isWanted = decision.kind === 'kill' || (decision.kind === 'refusal' && !isLimitFact(decision.fact));
  const queryKey = ['explain', explainer?.key ?? null, decision.seq];
  const { data, error, fetchStatus, refetch } = useQuery({
    queryKey,
    enabled: explainer !== null && isWanted,
    retry: false,
    networkMode: 'always',
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    structuralSharing: false,
    queryFn: async ({ signal }): Promise<Explained> => {
      setStep(null);
      await rest(signal);
      const [input, { explainBeside }] = await Promise.all([
        explainer?.load(decision.seq, signal),
        import('./explainPort.ts'),
      ]);
      if (!input) throw new Error('There is nothing to explain it from.');
      return explainBeside(input, { signal, onStep: setStep });
    },
  });
  const found = data && ofDecision(data, decision);
  const start = () => void refetch();
  const work = (): Work => {
    if (!explainer || !isWanted || data) return { state: 'none' };
    if (fetchStatus === 'fetching')
      return { state: 'working', step, cancel: () => void queries.cancelQueries({ queryKey }) };
    return error ? { state: 'failed', message: error.message, start } : { state: 'stopped', start };
  };
  return {
    context: decision.context ?? found?.context ?? null,
    held: found?.held ?? null,
    shortfall: data?.shortfall,
    aftermaths: data?.aftermaths,
    work: work(),
  };
}

/** The same fact as a decision of the recomputed entry. */
function ofDecision({ decisions }: Explained, { fact }: Decision) {
  const text = JSON.stringify(fact);
  return decisions.find((one) => JSON.stringify(one.fact) === text) ?? null;
}

function rest(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, REST_MS);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
