'use client';

import { Command } from 'cmdk';
import { useState } from 'react';
import type { RefObject } from 'react';
import { typeWords } from './graph-words';
import type { Graph } from './layout';

interface FindNodeProps {
  readonly graph: Graph;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly words: string;
  readonly onWords: (words: string) => void;
  readonly onFind: (id: string) => void;
}

/** How well a node's label or kind fits what was typed: as its beginning, within it, or (0) not at all. */
const fitOf = (_id: string, typed: string, keywords: readonly string[] = []): number => {
  const wanted = typed.trim().toLowerCase();
  const [label = '', kind = ''] = keywords.map((word) => word.toLowerCase());
  if (label.startsWith(wanted)) return 1;
  if (label.includes(wanted)) return 0.7;
  return kind.startsWith(wanted) ? 0.4 : 0;
};

/** Finds nodes by a few letters: arrows choose, Enter pins the node and gives it the focus, Escape closes the list. */
export const FindNode = ({ graph, field, words, onWords, onFind }: FindNodeProps) => {
  const [closed, setClosed] = useState(false);
  const open = words !== '' && !closed;
  return (
    <Command
      label="Find a node"
      filter={fitOf}
      className="relative min-w-0 grow max-sm:basis-full sm:max-w-72"
      onKeyDown={(event) => {
        if (event.key === 'Escape') setClosed(true);
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setClosed(true);
      }}
    >
      <span aria-hidden className="mb-1 block text-xs text-muted">
        Find a node
      </span>
      <Command.Input
        ref={field}
        value={words}
        onValueChange={(text) => {
          setClosed(false);
          onWords(text);
        }}
        onFocus={() => {
          setClosed(false);
        }}
        className="target w-full min-w-0 rounded-lg border border-control bg-panel px-3 text-base text-ink sm:text-sm"
      />
      <Command.List
        label="Nodes"
        className={
          open
            ? 'enter absolute top-full left-0 z-30 mt-1 max-h-72 w-full min-w-64 overflow-y-auto rounded-xl border border-line bg-panel p-1.5 shadow-card'
            : 'hidden'
        }
      >
        <Command.Empty className="px-3 py-4 text-sm text-muted">No node is called that.</Command.Empty>
        {graph.nodes.map(({ id, type, label }) => (
          <Command.Item
            key={id}
            value={id}
            keywords={[label, typeWords[type]]}
            onSelect={() => {
              onWords('');
              onFind(id);
            }}
            className="target flex cursor-pointer items-center justify-between gap-3 rounded-lg px-3 text-sm data-[selected=true]:bg-brand-soft data-[selected=true]:text-brand"
          >
            <span className="min-w-0 truncate">{label}</span>
            <span className="shrink-0 text-xs text-muted">{typeWords[type]}</span>
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
};
