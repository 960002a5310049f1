'use client';

import { CopyButton } from './copy-button';

/** Text as it is, scrolling inside itself, with a copy button. */
export const CodeBlock = ({ label, text }: { readonly label: string; readonly text: string }) => (
  <figure className="min-w-0 overflow-hidden rounded-xl border border-line bg-raised">
    <figcaption className="flex items-center justify-between gap-2 border-b border-line py-1 pr-1 pl-4 text-sm text-muted">
      {label}
      <CopyButton text={text} />
    </figcaption>
    <pre
      tabIndex={0}
      aria-label={label}
      className="max-h-[32rem] overflow-auto p-4 font-mono text-xs leading-relaxed"
    >
      {text}
    </pre>
  </figure>
);

/** JSON, indented. */
export const JsonBlock = ({ label, value }: { readonly label: string; readonly value: unknown }) => (
  <CodeBlock label={label} text={JSON.stringify(value, null, 2)} />
);
