'use client';
import { useTheme } from 'next-themes';
import { Toaster as Sonner } from 'sonner';

export { toast } from 'sonner';

/** Put once into the layout. Toasts are for what happened elsewhere; a refusal is told beside its button. */
export function Toaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="bottom-center"
      toastOptions={{ className: '!bg-panel !text-ink !border-line !text-sm !rounded-lg !font-sans' }}
    />
  );
}
