'use client';
import dynamic from 'next/dynamic';

/** Put once into the layout. Toasts are for events elsewhere; an error is shown beside its button. */
export const Toaster = dynamic(() => import('./ToasterBody.tsx').then((m) => m.ToasterBody), { ssr: false });

/** One short sentence at the bottom of the page. */
export function toast(sentence: string): void {
  void import('sonner').then((sonner) => sonner.toast(sentence));
}

/** The same, with a button to undo. */
export function toastWithUndo(sentence: string, onUndo: () => void): void {
  void import('sonner').then((sonner) =>
    sonner.toast(sentence, { action: { label: 'Undo', onClick: onUndo }, duration: 10_000 }),
  );
}
