'use client';
import { buttonLooks } from '@/ui/buttonLooks.ts';
import { ErrorState } from '@/ui/States.tsx';

/**
 * Shown when a page fails: what happened, and two links. Nothing on the server is lost.
 * It loads with every page, because it must also work when nothing more can be loaded: keep it small.
 */
export default function ErrorPage({ error, reset }: { error?: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-xl content-center gap-4 px-4">
      <h1 className="text-xl font-semibold tracking-tight">This page broke.</h1>
      <ErrorState
        title="Something on it did not work as it should."
        why={
          <>
            Your machine and its log are not touched by this.
            {error?.digest && <span className="mt-1 block text-xs text-soft">Number for the host: {error.digest}</span>}
          </>
        }
      />
      <div className="flex flex-wrap gap-2">
        <button type="button" className={buttonLooks('primary', 'lg')} onClick={reset}>
          Try again
        </button>
        <button type="button" className={buttonLooks('plain', 'lg')} onClick={() => window.location.assign('/home')}>
          Go home
        </button>
      </div>
    </main>
  );
}
