const AROUND = 24;

/** Points at an error in a text. `column` counts from 1. Hidden from screen readers: the message names the column. */
export function ErrorPlace({ text, column }: { text: string; column: number }) {
  const from = Math.max(0, column - 1 - AROUND);
  const line = text.slice(from, column - 1 + AROUND).replaceAll('\n', ' ');
  return (
    <pre aria-hidden className="overflow-hidden font-mono text-xs leading-tight text-soft">
      {line}
      {'\n'}
      <span className="text-warn">{`${' '.repeat(column - 1 - from)}▲`}</span>
    </pre>
  );
}
