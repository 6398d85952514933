'use client';
import { Megaphone, X } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '@/ui/Button.tsx';
import type { Note } from '../live/liveLink.ts';

/** The last message from staff, until it is closed. */
export function NoteBar({ note }: { note: Note }) {
  const [dismissed, setDismissed] = useState<number | null>(null);
  return (
    <div role="status">
      {note.id !== dismissed && (
        <p className="flex items-center justify-center gap-2 border-b border-line bg-sunk px-3 py-1.5">
          <Megaphone className="size-4 shrink-0 text-focus" aria-hidden />
          <span className="min-w-0 wrap-anywhere">
            <b className="font-medium">{note.from}:</b> {note.text}
          </span>
          <IconButton label="Close the message" onClick={() => setDismissed(note.id)}>
            <X aria-hidden />
          </IconButton>
        </p>
      )}
    </div>
  );
}
