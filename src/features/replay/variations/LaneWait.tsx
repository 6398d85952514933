import { Button } from '@/ui/Button.tsx';
import { Progress } from '@/ui/Progress.tsx';
import { ErrorState } from '@/ui/States.tsx';
import type { OpenLane } from './useVariations.ts';

/** Shown while a variation loads, or when it cannot be loaded. */
export function LaneWait({ lane, isThere, onClose }: { lane: OpenLane; isThere: boolean; onClose: () => void }) {
  if (lane.phase === 'failed' || (lane.phase === 'open' && !isThere))
    return (
      <div className="min-h-0 flex-1 p-6">
        <ErrorState
          title="The variation could not be read"
          why={lane.phase === 'failed' ? lane.message : 'It was deleted, or it is not shared with you.'}
          action={<Button onClick={onClose}>Back to the machine</Button>}
        />
      </div>
    );
  const { done, total } = lane.phase === 'loading' ? lane : { done: 0, total: null };
  return (
    <div className="min-h-0 flex-1 p-6">
      <Progress label="Reading the variation, inputs" done={done} total={total} onCancel={onClose} />
    </div>
  );
}
