'use client';
import { ThemeProvider } from 'next-themes';
import type { ReactNode } from 'react';
import { TrpcProvider } from '@/trpc/client.tsx';
import { Toaster } from '@/ui/Toaster.tsx';

/** The providers of every page: theme, API, toasts. */
export function Providers({ nonce, children }: { nonce?: string; children: ReactNode }) {
  return (
    <ThemeProvider nonce={nonce} attribute="data-theme" defaultTheme="system" enableSystem disableTransitionOnChange>
      <TrpcProvider>
        {children}
        <Toaster />
      </TrpcProvider>
    </ThemeProvider>
  );
}
