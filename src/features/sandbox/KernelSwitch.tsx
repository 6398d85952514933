import type { LabVariant } from '@overcommit/handbook';
import { cx } from '@/ui/cx.ts';
import { SANDBOX_VARIANTS } from './sandboxRun.ts';

const SHORT: Record<string, string> = { 'linux-guess': 'Linux', 'linux-never': 'Linux, strict', solaris: 'Solaris' };

/** The same lines under another kernel. */
export function KernelSwitch({ variant, onChange }: { variant: LabVariant; onChange: (variant: LabVariant) => void }) {
  return (
    <fieldset className="flex overflow-hidden rounded-md border border-line">
      <legend className="sr-only">Kernel</legend>
      {SANDBOX_VARIANTS.map((one) => (
        <label
          key={one.id}
          title={one.label}
          className={cx(
            'relative grid min-h-8 cursor-pointer place-items-center px-3 has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus',
            one.id === variant.id ? 'bg-ink font-medium text-bg' : 'bg-panel hover:bg-sunk',
          )}
        >
          <input
            type="radio"
            name="kernel"
            className="absolute inset-0 cursor-pointer opacity-0"
            checked={one.id === variant.id}
            onChange={() => onChange(one)}
          />
          {SHORT[one.id] ?? one.label}
        </label>
      ))}
    </fieldset>
  );
}
