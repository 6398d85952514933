import { PREDICATE_NAMES } from '@overcommit/coursework';
import { Mono } from '@/ui/Small.tsx';

/** What an expression may ask for, with the fields of its rows. */
export function Names({ scope }: { scope: 'group' | 'member' }) {
  const names = PREDICATE_NAMES.filter(({ isOfMember }) => scope === 'member' || !isOfMember);
  return (
    <details>
      <summary className="cursor-pointer text-sm font-medium">What an expression may ask for</summary>
      <dl className="mt-2 grid gap-x-4 gap-y-2 text-sm">
        {names.map(({ name, what, fields, isFunction }) => (
          <div key={name} className="grid gap-x-3 sm:grid-cols-[8rem_minmax(0,1fr)]">
            <dt>
              <Mono className="font-semibold">{isFunction ? `${name}(seq)` : name}</Mono>
            </dt>
            <dd className="text-soft">
              {what}
              {Object.keys(fields).length > 0 && (
                <>
                  : <Mono className="break-words">{Object.keys(fields).join(' ')}</Mono>
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 text-sm text-soft text-pretty">
        With lists: <Mono>exists(x, …)</Mono>, <Mono>all</Mono>, <Mono>filter</Mono>, <Mono>map</Mono>,{' '}
        <Mono>size()</Mono>. Between values: <Mono>+ - * / %</Mono>, <Mono>== != &lt; &lt;= &gt; &gt;=</Mono>,{' '}
        <Mono>&amp;&amp; || !</Mono>, <Mono>test ? then : else</Mono>. What staff did is in <Mono>staff</Mono> alone.
        The language is CEL.
      </p>
    </details>
  );
}
