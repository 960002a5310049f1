'use client';

import { useId, useRef } from 'react';
import type { RefObject } from 'react';
import { classNames } from './class-names';

interface LinedEditorProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly field?: RefObject<HTMLTextAreaElement | null>;
  /** Lines that something is wrong with, from 1. */
  readonly marked?: readonly number[];
}

/** Puts the cursor at a line, from 1, and brings it into sight. */
export const showLine = (field: HTMLTextAreaElement | null, line: number): void => {
  if (field === null) return;
  const lines = field.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  field.focus();
  field.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  field.scrollTop = ((line - 1) / lines.length) * field.scrollHeight - field.clientHeight / 2;
};

/** A plain text area with the numbers of its lines, which errors name. */
export const LinedEditor = ({ label, value, onChange, field, marked = [] }: LinedEditorProps) => {
  const id = useId();
  const gutter = useRef<HTMLOListElement>(null);
  const lines = value.split('\n').length;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm">
        {label}
      </label>
      <div className="flex overflow-hidden rounded-lg border border-control bg-raised font-mono text-xs leading-5 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-brand">
        <ol
          ref={gutter}
          aria-hidden
          className="h-96 shrink-0 overflow-hidden py-3 pr-2 pl-3 text-right text-muted select-none"
        >
          {Array.from({ length: lines }, (_, index) => (
            <li
              key={index}
              className={classNames(marked.includes(index + 1) && 'bg-danger-soft font-medium text-danger')}
            >
              {index + 1}
            </li>
          ))}
        </ol>
        <textarea
          ref={field}
          id={id}
          value={value}
          spellCheck={false}
          wrap="off"
          aria-invalid={marked.length > 0}
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
