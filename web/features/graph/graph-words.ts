import { plural, reasonWords } from '../../lib/words';
import type { Tone } from '../../ui/badge';
import type { GraphEdge, GraphNode } from './layout';

type NodeType = GraphNode['type'];

export const typeWords: Readonly<Record<NodeType, string>> = {
  source_parent: 'Source',
  table: 'Source table',
  ontology: 'Ontology',
  agent: 'Agent',
};

export const typeTones: Readonly<Record<NodeType, Tone>> = {
  source_parent: 'good',
  table: 'good',
  ontology: 'info',
  agent: 'agent',
};

type Status = GraphNode['status'];

export const statusWords: Readonly<Record<Status, { readonly word: string; readonly tone: Tone }>> = {
  ok: { word: 'Flowing', tone: 'good' },
  pending: { word: 'Ticket open', tone: 'warn' },
  unmapped: { word: 'Not mapped', tone: 'neutral' },
  stale: { word: 'Stale', tone: 'warn' },
  degraded: { word: 'Degraded', tone: 'warn' },
  broken: { word: 'Broken', tone: 'bad' },
  paused: { word: 'Paused', tone: 'neutral' },
};
export const statuses = Object.keys(statusWords) as readonly Status[];

/** A node as those hear it who do not see it: `Source CRM, Broken: the folder is gone`. */
export const nodeName = ({ type, label, status, reason }: GraphNode): string =>
  `${typeWords[type]} ${label}, ${statusWords[status].word}${reason === null ? '' : `: ${reasonWords(reason)}`}`;

/** A field of an edge in words: `close_value → amount`, or the column alone. */
export const fieldWords = ({ from, to }: GraphEdge['fields'][number]): string => {
  const source = from.join(' + ') || 'constant';
  return to === null ? source : `${source} → ${to}`;
};

/** An edge as those hear it who do not see it: `CRM to accounts.csv, 7 fields`. */
export const edgeName = (
  nodes: ReadonlyMap<string, GraphNode>,
  { source, target, field_count, status }: GraphEdge,
): string =>
  `${nodes.get(source)?.label ?? source} to ${nodes.get(target)?.label ?? target}, ${plural(field_count, 'field')}` +
  (status === 'pending' ? ', waits for a ticket' : '');

/** Where a node's lineage is to be found; tables that stand as one node have none of their own. */
export const lineageIdOf = ({ id, parent }: GraphNode): string =>
  id.startsWith('tables:') ? (parent ?? id) : id;
