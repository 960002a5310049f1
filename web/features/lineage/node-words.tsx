import { Bot, Box, Columns3, Database, FunctionSquare, Layers, Table2, Tag, View } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { Tone } from '../../ui/badge';
import type { Node, NodeKind } from './lineage-queries';

const words: Readonly<
  Record<NodeKind, { readonly word: string; readonly icon: LucideIcon; readonly tone: Tone }>
> = {
  source: { word: 'Source', icon: Database, tone: 'good' },
  table: { word: 'Source table', icon: Table2, tone: 'good' },
  column: { word: 'Source column', icon: Columns3, tone: 'good' },
  rule: { word: 'Mapping rule', icon: FunctionSquare, tone: 'brand' },
  entity: { word: 'Entity', icon: Box, tone: 'info' },
  field: { word: 'Canonical field', icon: Tag, tone: 'info' },
  view: { word: 'Unified view', icon: Layers, tone: 'info' },
  view_column: { word: 'View column', icon: View, tone: 'info' },
  agent: { word: 'Agent', icon: Bot, tone: 'agent' },
};

export const nodeKinds = Object.keys(words) as readonly NodeKind[];
export const kindWord = (kind: NodeKind): string => words[kind].word;

/** A kind as a picture; the word always stands beside it. */
export const KindIcon = ({ kind }: { readonly kind: NodeKind }) => {
  const { icon: Icon } = words[kind];
  return <Icon aria-hidden className="size-4 shrink-0 text-muted" />;
};

export const kindTone = (kind: NodeKind): Tone => words[kind].tone;

const states: Readonly<Record<Node['state'], { readonly word: string; readonly tone: Tone } | undefined>> = {
  ok: undefined,
  former: { word: 'In older records only', tone: 'neutral' },
  lost: { word: 'Gone from its source', tone: 'bad' },
  pending: { word: 'Waits for a ticket', tone: 'warn' },
  unused: { word: 'Nothing reads it', tone: 'neutral' },
  unfed: { word: 'Nothing fills it', tone: 'neutral' },
};

export const stateWord = (state: Node['state']) => states[state];

const uses: Readonly<Record<Node['uses'][number], string>> = {
  key: 'part of the record key',
  change_field: 'tells what has changed',
  condition: 'decides which rows are taken',
};
export const purposeWord = (use: Node['uses'][number]): string => uses[use];

export const lineageHref = (id: string): string => `/lineage?${new URLSearchParams({ node: id }).toString()}`;
