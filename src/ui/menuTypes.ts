import type { ReactNode } from 'react';

/** One row of a menu. */
export type MenuItem =
  | { kind?: 'action'; label: ReactNode; onSelect: () => void; isChecked?: boolean; isDisabled?: boolean }
  | { kind: 'link'; label: ReactNode; href: string }
  | { kind: 'heading'; label: ReactNode }
  | { kind: 'separator' };

export type MenuProps = { trigger: ReactNode; items: MenuItem[]; align?: 'start' | 'end' };
