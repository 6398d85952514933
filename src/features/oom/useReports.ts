import { useCallback, useEffect, useRef, useState } from 'react';
import type { Found, FromReader, Opened, ToReader } from './messages.ts';

type ReportsState = {
  status: 'empty' | 'reading' | 'read' | 'failed';
  found: Found | null;
  opened: Opened | null;
  problem: string | null;
};

const EMPTY: ReportsState = { status: 'empty', found: null, opened: null, problem: null };

/** The reports of a text, read in a thread of their own. */
export function useReports(isHidden: boolean) {
  const [state, setState] = useState(EMPTY);
  const worker = useRef<Worker | null>(null);
  const lastId = useRef(0);
  /** What is shown: the text, and which of its events is open. */
  const shown = useRef({ text: '', index: 0 });

  // The worker is started with the page, not with the first text: a page that is loaded works without a network.
  useEffect(() => {
    const started = new Worker(new URL('./reader.worker.ts', import.meta.url), { type: 'module' });
    worker.current = started;
    const fail = (problem: string): void => setState({ ...EMPTY, status: 'failed', problem });
    started.onerror = () => fail('This browser could not start the reader.');
    started.onmessage = ({ data }: MessageEvent<FromReader>) => {
      if (data.id !== lastId.current) return;
      if (data.type === 'failed') fail(data.message);
      else if (data.type === 'opened') setState((old) => ({ ...old, status: 'read', opened: data.opened }));
      else setState({ status: 'read', found: data.found, opened: data.opened, problem: null });
    };
    return () => started.terminate();
  }, []);

  const send = useCallback((message: ToReader): void => worker.current?.postMessage(message), []);

  const ask = useCallback((): void => {
    const { text, index } = shown.current;
    lastId.current += 1;
    if (text.trim() === '') {
      setState(EMPTY);
      return;
    }
    setState((old) => (old.opened === null ? { ...EMPTY, status: 'reading' } : old));
    send({ type: 'read', id: lastId.current, text, index, isHidden });
  }, [send, isHidden]);

  // Hiding names changes every sentence: what is shown is asked for again.
  useEffect(() => {
    if (shown.current.text !== '') ask();
  }, [ask]);

  const read = useCallback(
    (text: string): void => {
      shown.current = { text, index: 0 };
      ask();
    },
    [ask],
  );

  const open = useCallback(
    (index: number): void => {
      shown.current = { ...shown.current, index };
      send({ type: 'open', id: lastId.current, index, isHidden });
    },
    [send, isHidden],
  );

  return { ...state, read, open, shown };
}
