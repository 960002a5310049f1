'use client';

import { useId, useRef } from 'react';

interface LinedEditorProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A plain text area with the numbers of its lines, which errors name. */
export const LinedEditor = ({ label, value, onChange }: LinedEditorProps) => {
  const id = useId();
  const gutter = useRef<HTMLPreElement>(null);
  const lines = value.split('\n').length;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm">
        {label}
      </label>
      <div className="flex overflow-hidden rounded-lg border border-control bg-raised font-mono text-xs leading-5 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-brand">
        <pre
          ref={gutter}
          aria-hidden
          className="h-96 shrink-0 overflow-hidden py-3 pr-2 pl-3 text-right text-muted select-none"
        >
          {Array.from({ length: lines }, (_, index) => index + 1).join('\n')}
        </pre>
        <textarea
          id={id}
          value={value}
          spellCheck={false}
          wrap="off"
          className="h-96 min-w-0 flex-1 resize-none bg-panel px-3 py-3 whitespace-pre text-ink outline-none"
          onChange={(event) => {
            onChange(event.target.value);
          }}
          onScroll={(event) => {
            if (gutter.current !== null) gutter.current.scrollTop = event.currentTarget.scrollTop;
          }}
        />
      </div>
    </div>
  );
};
