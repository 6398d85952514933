'use client';
import { entryNumber } from '@overcommit/reading';
import { ChevronLeft, ChevronRight, Keyboard, Pause, Play, SkipBack, SkipForward } from 'lucide-react';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { Button, IconButton } from '@/ui/Button.tsx';
import { Input, Select } from '@/ui/Field.tsx';
import { type KeyAction, parseGoTo, SPEEDS } from './transport.ts';

type Props = {
  seq: number;
  last: number;
  isPlaying: boolean;
  speed: number;
  onSpeed: (speed: number) => void;
  onAct: (action: KeyAction) => void;
  onGoTo: (seq: number) => void;
  menu: ReactNode;
};

/** Play, step, jump, go to. */
export function Transport({ seq, last, isPlaying, speed, onSpeed, onAct, onGoTo, menu }: Props) {
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <IconButton variant="plain" label="Previous marker" onClick={() => onAct('previousMarker')} disabled={seq === 0}>
        <SkipBack aria-hidden />
      </IconButton>
      <IconButton variant="plain" label="One entry back" onClick={() => onAct('back')} disabled={seq === 0}>
        <ChevronLeft aria-hidden />
      </IconButton>
      <Button variant="primary" className="w-20" onClick={() => onAct('play')}>
        {isPlaying ? <Pause aria-hidden /> : <Play aria-hidden />}
        {isPlaying ? 'Pause' : 'Play'}
      </Button>
      <IconButton variant="plain" label="One entry on" onClick={() => onAct('forward')} disabled={seq === last}>
        <ChevronRight aria-hidden />
      </IconButton>
      <IconButton variant="plain" label="Next marker" onClick={() => onAct('nextMarker')} disabled={seq === last}>
        <SkipForward aria-hidden />
      </IconButton>
      <Select
        aria-label="Entries per second"
        className="min-h-7! w-auto! border-line! text-xs!"
        value={String(speed)}
        onChange={(e) => onSpeed(Number(e.target.value))}
        options={SPEEDS.map((s) => ({ value: String(s), label: `${s}/s` }))}
      />
      <span className="px-1 text-xs">
        {entryNumber(seq)} <span className="text-soft">of {entryNumber(last)}</span>
      </span>
      <span className="ml-auto flex items-center gap-1.5">
        <GoTo last={last} onGoTo={onGoTo} />
        {menu}
        <IconButton label="Keys" onClick={() => onAct('help')}>
          <Keyboard aria-hidden />
        </IconButton>
      </span>
    </div>
  );
}

function GoTo({ last, onGoTo }: { last: number; onGoTo: (seq: number) => void }) {
  const id = useId();
  const [text, setText] = useState('');
  const target = parseGoTo(text, last);
  const isWrong = text.trim() !== '' && target === null;
  const go = (e: FormEvent) => {
    e.preventDefault();
    if (target === null) return;
    onGoTo(target);
    setText('');
  };
  return (
    <form onSubmit={go} className="flex items-center gap-1.5">
      <label htmlFor={id} className="whitespace-nowrap text-soft">
        go to
      </label>
      <Input
        id={id}
        value={text}
        onChange={(e) => setText(e.target.value)}
        inputMode="numeric"
        placeholder={`#${last}`}
        aria-invalid={isWrong || undefined}
        title={isWrong ? `An entry number from 0 to ${last}, or a percentage` : undefined}
        className="min-h-7! w-20! font-mono text-xs!"
      />
    </form>
  );
}
