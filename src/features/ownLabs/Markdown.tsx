import ReactMarkdown, { type Components } from 'react-markdown';
import { LINK } from '@/ui/Small.tsx';

/** Headings of a handout stand below those of the page. */
const COMPONENTS: Components = {
  h1: ({ children }) => <h3 className="text-base font-semibold">{children}</h3>,
  h2: ({ children }) => <h4 className="font-semibold">{children}</h4>,
  h3: ({ children }) => <h5 className="font-medium">{children}</h5>,
  p: ({ children }) => <p className="text-pretty">{children}</p>,
  ul: ({ children }) => <ul className="grid list-disc gap-1 pl-5">{children}</ul>,
  ol: ({ children }) => <ol className="grid list-decimal gap-1 pl-5">{children}</ol>,
  code: ({ children }) => <code className="rounded-sm bg-sunk px-1 font-mono text-[0.94em]">{children}</code>,
  pre: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <pre tabIndex={0} className="overflow-x-auto rounded-md bg-sunk p-2 text-xs">
      {children}
    </pre>
  ),
  a: ({ children, href }) => (
    <a href={href} className={LINK} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  ),
};

/** Text that people wrote, as Markdown. HTML in it is shown as text, links lead to the web only, and pictures are left out. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className="grid grid-cols-1 gap-3 break-words">
      <ReactMarkdown components={COMPONENTS} disallowedElements={['img']} unwrapDisallowed>
        {text}
      </ReactMarkdown>
    </div>
  );
}
