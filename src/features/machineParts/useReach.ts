'use client';
import { useRef } from 'react';
import { gaugeReach, mostPromised } from '@/machineView/scale.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';

/** How far the ruler of a machine goes, in pages: to the most that was ever promised on it. It never shrinks while one looks. */
export function useReach({ history, commit }: Snapshot): number {
  const most = useRef<number | null>(null);
  most.current ??= mostPromised(history.samples);
  most.current = Math.max(most.current, gaugeReach([commit]));
  return most.current;
}
