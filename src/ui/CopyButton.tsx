'use client';
import { Copy } from 'lucide-react';
import { Button } from './Button.tsx';
import { toast } from './Toaster.tsx';

/** Copies `text` to the clipboard. Without https a page has no clipboard, and the button says so. */
export function CopyButton({ label, text }: { label: string; text: string }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      toast('Copied');
    } catch {
      toast('This browser does not let us copy; select it by hand.');
    }
  };
  return (
    <Button onClick={copy}>
      <Copy aria-hidden />
      {label}
    </Button>
  );
}
