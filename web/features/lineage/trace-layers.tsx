'use client';

import Link from 'next/link';
import { useState } from 'react';
import { percentWords, plural } from '../../lib/words';
import { Badge } from '../../ui/badge';
import { classNames } from '../../ui/class-names';
import type { Trace } from './lineage-queries';
import { KindIcon, lineageHref, stateWord } from './node-words';
import { pathThrough } from './path-through';
import { TraceEdges } from './trace-edges';

type Traced = Trace['nodes'][number];

/** Layers in the direction in which data flows; what holds others stands beside none of them. */
const layers = [
  { depth: 0, title: 'Source columns', tone: 'border-l-source' },
  { depth: 1, title: 'Mapping rules', tone: 'border-l-brand' },
  { depth: 2, title: 'Canonical fields', tone: 'border-l-ontology' },
  { depth: 3, title: 'View columns', tone: 'border-l-ontology' },
  { depth: 4, title: 'Agents', tone: 'border-l-agent' },
] as const;

const holders: ReadonlySet<string> = new Set(['source', 'table', 'entity', 'view']);

/** The trace as layers of cards: side by side on wide screens with lines between, one below the other on small ones. */
export const TraceLayers = ({ trace }: { readonly trace: Trace }) => {
  const [pointed, setPointed] = useState<string>();
  const lit = pointed === undefined ? undefined : pathThrough(trace.edges, pointed);
  const told = trace.nodes.filter(({ kind }) => !holders.has(kind));
  return (
    <div className="relative">
      <TraceEdges edges={trace.edges} lit={lit} />
      <ol className="grid grid-cols-1 gap-x-8 gap-y-6 lg:grid-cols-5 2xl:gap-x-14">
        {layers.map(({ depth, title, tone }) => {
          const nodes = told.filter((node) => node.depth === depth);
          return (
            <li key={depth} className="min-w-0">
              <h3 className="mb-2 flex items-baseline justify-between gap-2 text-sm font-medium">
                {title} <span className="numeric font-normal text-muted">{nodes.length}</span>
              </h3>
              {nodes.length === 0 ? (
                <p className="text-sm text-muted">None</p>
              ) : (
                <ul aria-label={title} className="flex flex-col gap-2">
                  {nodes.map((node) => (
                    <li key={node.id}>
                      <Card
                        node={node}
                        tone={tone}
                        start={node.id === trace.node.id}
                        dim={lit !== undefined && !lit.has(node.id)}
                        onPoint={setPointed}
                      />
                    </li>
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
};

interface CardProps {
  readonly node: Traced;
  readonly tone: string;
  readonly start: boolean;
  readonly dim: boolean;
  readonly onPoint: (id: string | undefined) => void;
}

const Card = ({ node, tone, start, dim, onPoint }: CardProps) => {
  const state = stateWord(node.state);
  return (
    <Link
      href={lineageHref(node.id)}
      scroll={false}
      data-node={node.id}
      aria-current={start ? 'true' : undefined}
      onPointerEnter={() => {
        onPoint(node.id);
      }}
      onPointerLeave={() => {
        onPoint(undefined);
      }}
      onFocus={() => {
        onPoint(node.id);
      }}
      onBlur={() => {
        onPoint(undefined);
      }}
      className={classNames(
        'relative block rounded-lg border border-l-4 border-line bg-panel px-2.5 py-2 text-[0.8125rem] transition-opacity hover:bg-raised',
        tone,
        start && 'bg-brand-soft ring-2 ring-brand',
        dim && 'opacity-40',
      )}
    >
      <span className="flex items-center gap-2">
        <KindIcon kind={node.kind} />
        <span className="min-w-0 font-medium [overflow-wrap:anywhere]">{node.label}</span>
      </span>
      <span className="mt-0.5 block text-xs [overflow-wrap:anywhere] text-muted">{placeOf(node)}</span>
      <span className="mt-1 flex flex-wrap gap-1 empty:hidden">
        {state !== undefined && <Badge tone={state.tone}>{state.word}</Badge>}
        {node.rule !== null && node.rule.confidence !== null && (
          <Badge tone="brand">{percentWords(node.rule.confidence)} sure</Badge>
        )}
      </span>
      {!start && (
        <span className="sr-only">
          {plural(node.upstream, 'node')} directly upstream, {plural(node.downstream, 'node')} downstream
        </span>
      )}
    </Link>
  );
};

/** What holds a node, without its own name; of a rule its mapping. */
const placeOf = ({ kind, path, label, rule, type }: Traced): string => {
  if (rule !== null) return `${path.split(' → ').at(-1) ?? ''} · version ${String(rule.mapping_version)}`;
  if (kind === 'agent') return 'Reads these columns';
  const holder = path.endsWith(` / ${label}`) ? path.slice(0, -label.length - 3) : path;
  return type === null ? holder : `${holder} · ${type}`;
};
