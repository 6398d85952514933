'use client';
import * as Slot from 'radix-ui/slot';
import { type KeyboardEvent, lazy, Suspense, useState } from 'react';
import type { MenuItem, MenuProps } from './menuTypes.ts';

export type { MenuItem };

const load = () => import('./MenuBody.tsx');
const MenuBody = lazy(() => load().then((m) => ({ default: m.MenuBody })));

/** A drop-down menu below `trigger` (one focusable element). The menu itself is loaded when the trigger is first used. */
export function Menu(props: MenuProps) {
  const [isWanted, setWanted] = useState(false);
  const open = () => setWanted(true);
  const trigger = (
    <Slot.Root
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={load}
      onFocus={load}
      onClick={open}
      onKeyDown={(e: KeyboardEvent) => e.key === 'ArrowDown' && open()}
    >
      {props.trigger}
    </Slot.Root>
  );
  if (!isWanted) return trigger;
  return (
    <Suspense fallback={trigger}>
      <MenuBody {...props} />
    </Suspense>
  );
}
