'use client';
import { Check } from 'lucide-react';
import * as Radix from 'radix-ui/dropdown-menu';
import type { MenuItem, MenuProps } from './menuTypes.ts';

const ITEM =
  'flex min-h-7 cursor-pointer items-center gap-2 rounded-sm px-2 py-1 text-sm outline-none data-disabled:opacity-50 data-highlighted:bg-sunk';

/** The menu itself. It is loaded when its trigger is first used, so it starts open. */
export function MenuBody({ trigger, items, align = 'end' }: MenuProps) {
  return (
    <Radix.Root modal={false} defaultOpen>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          className="rise z-50 max-h-[70vh] min-w-44 overflow-y-auto rounded-lg border border-line bg-panel p-1 shadow-lg"
        >
          {items.map((item, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a menu's rows have no identity and are created again at each opening
            <MenuRow key={i} item={item} />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function MenuRow({ item }: { item: MenuItem }) {
  if (item.kind === 'separator') return <Radix.Separator className="my-1 h-px bg-line" />;
  if (item.kind === 'heading') return <Radix.Label className="px-2 py-1 text-xs text-soft">{item.label}</Radix.Label>;
  if (item.kind === 'link') {
    return (
      <Radix.Item asChild className={ITEM}>
        <a href={item.href}>{item.label}</a>
      </Radix.Item>
    );
  }
  if (item.isChecked !== undefined) {
    return (
      <Radix.CheckboxItem checked={item.isChecked} onSelect={item.onSelect} disabled={item.isDisabled} className={ITEM}>
        <span className="grid size-4 place-items-center">
          <Radix.ItemIndicator>
            <Check className="size-3.5" aria-hidden />
          </Radix.ItemIndicator>
        </span>
        {item.label}
      </Radix.CheckboxItem>
    );
  }
  return (
    <Radix.Item onSelect={item.onSelect} disabled={item.isDisabled} className={ITEM}>
      {item.label}
    </Radix.Item>
  );
}
