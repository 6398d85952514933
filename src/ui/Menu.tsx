'use client';
import * as Slot from 'radix-ui/slot';
import { type KeyboardEvent, lazy, type ReactNode, Suspense, useState } from 'react';

export type MenuItem =
  | { kind?: 'action'; label: ReactNode; onSelect: () => void; isChecked?: boolean; isDisabled?: boolean }
  | { kind: 'link'; label: ReactNode; href: string }
  | { kind: 'heading'; label: ReactNode }
  | { kind: 'separator' };

export type MenuProps = { trigger: ReactNode; items: MenuItem[]; align?: 'start' | 'end' };

const load = () => import('./MenuBody.tsx');
const MenuBody = lazy(() => load().then((m) => ({ default: m.MenuBody })));

/** A drop-down menu below `trigger` (one focusable element). Until it is first used, it is the trigger only. */
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
