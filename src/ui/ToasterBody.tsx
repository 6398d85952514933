'use client';
import { useTheme } from 'next-themes';
import { Toaster } from 'sonner';

export function ToasterBody() {
  const { resolvedTheme } = useTheme();
  return (
    <Toaster
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="bottom-center"
      toastOptions={{ className: '!bg-panel !text-ink !border-line !text-sm !rounded-lg !font-sans' }}
    />
  );
}
