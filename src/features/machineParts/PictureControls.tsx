import { Table2 } from 'lucide-react';
import { FRAME_MODES, type FrameMode } from '@/machineView/frames/frameStyle.ts';
import { IconButton } from '@/ui/Button.tsx';
import { cx } from '@/ui/cx.ts';
import { Select } from '@/ui/Field.tsx';

/** What the colours of a picture stand for: persons, processes or kinds of memory. */
export function ModeSelect({
  label,
  mode,
  onMode,
}: {
  label: string;
  mode: FrameMode;
  onMode: (mode: FrameMode) => void;
}) {
  return (
    <Select
      aria-label={label}
      value={mode}
      options={FRAME_MODES}
      onChange={(e) => onMode(e.target.value as FrameMode)}
      className="min-h-7! w-auto! border-line! py-0! text-xs!"
    />
  );
}

/** A table in place of the picture. */
export function TableSwitch({
  label,
  isTable,
  onTable,
}: {
  label: string;
  isTable: boolean;
  onTable: (isTable: boolean) => void;
}) {
  return (
    <IconButton
      label={label}
      aria-pressed={isTable}
      onClick={() => onTable(!isTable)}
      className={cx(isTable && 'border-ink!')}
    >
      <Table2 aria-hidden />
    </IconButton>
  );
}
