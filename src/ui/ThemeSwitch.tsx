'use client';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { useSyncExternalStore } from 'react';
import { Button } from './Button.tsx';
import { Menu } from './Menu.tsx';

const THEMES = [
  { id: 'system', label: 'As the system', Icon: Monitor },
  { id: 'light', label: 'Light', Icon: Sun },
  { id: 'dark', label: 'Dark', Icon: Moon },
] as const;

const never = () => () => {};

/** Light, dark, or as the system is set. */
export function ThemeSwitch() {
  const { theme, setTheme } = useTheme();
  // The server does not know the theme: draw a neutral icon until the page runs in the browser.
  const isClient = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const current = THEMES.find((t) => isClient && t.id === theme) ?? THEMES[0];
  return (
    <Menu
      trigger={
        <Button variant="ghost" aria-label="Theme" className="px-2!">
          <current.Icon aria-hidden />
        </Button>
      }
      items={THEMES.map((t) => ({ label: t.label, isChecked: t.id === current.id, onSelect: () => setTheme(t.id) }))}
    />
  );
}
