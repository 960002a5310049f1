'use client';

import { Command } from 'cmdk';
import { useState } from 'react';
import type { RefObject } from 'react';
import { typeWords } from './graph-words';
import type { Graph, GraphNode } from './layout';

interface FindNodeProps {
  readonly graph: Graph;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly words: string;
  readonly onWords: (words: string) => void;
  readonly onFind: (id: string) => void;
}

/** How well a node's label or kind fits what was typed: as its beginning, within it, or (0) not at all. */
const fitOf = ({ label, type }: GraphNode, typed: string): number => {
  const [name, kind] = [label.toLowerCase(), typeWords[type].toLowerCase()];
  if (name.startsWith(typed)) return 3;
  if (name.includes(typed)) return 2;
  return kind.startsWith(typed) ? 1 : 0;
};

/** More than anybody reads before typing another letter. */
const most = 50;

const fitting = ({ nodes }: Graph, words: string): readonly GraphNode[] => {
  const typed = words.trim().toLowerCase();
  return nodes
    .map((node) => ({ node, fit: fitOf(node, typed) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit)
    .slice(0, most)
    .map(({ node }) => node);
};

/** Finds nodes by a few letters: arrows choose, Enter pins the node and gives it the focus, Escape closes the list. */
export const FindNode = ({ graph, field, words, onWords, onFind }: FindNodeProps) => {
  const [closed, setClosed] = useState(false);
  const open = words !== '' && !closed;
  const found = open ? fitting(graph, words) : [];
  return (
    <Command
      label="Find a node"
      shouldFilter={false}
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
        {found.map(({ id, type, label }) => (
          <Command.Item
            key={id}
            value={id}
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
