'use client';

import { countWords, percentWords, reasonWords } from '../../lib/words';
import { Badge } from '../../ui/badge';
import { DataTable } from '../../ui/data-table';
import type { Column } from '../../ui/data-table';
import { statusWords, typeTones, typeWords } from './graph-words';
import type { Graph, GraphNode } from './layout';

interface Row {
  readonly node: GraphNode;
  readonly from: string;
  readonly to: string;
  readonly confidence: number | null;
}

const rowsOf = ({ nodes, edges }: Graph): readonly Row[] => {
  const names = new Map(nodes.map(({ id, label }) => [id, label]));
  return nodes.map((node) => {
    const into = edges.filter(({ target }) => target === node.id);
    const out = edges.filter(({ source }) => source === node.id);
    const known = [...into, ...out].flatMap(({ confidence }) => confidence ?? []);
    return {
      node,
      from: into.map(({ source }) => names.get(source) ?? source).join(', '),
      to: out.map(({ target }) => names.get(target) ?? target).join(', '),
      confidence: known.length === 0 ? null : Math.min(...known),
    };
  });
};

const columnsFor = (graph: Graph, onSelect: (id: string) => void): readonly Column<Row>[] => [
  {
    name: 'Name',
    cell: ({ node }) => (
      <button
        type="button"
        className="target text-left [overflow-wrap:anywhere] text-brand underline-offset-4 hover:underline"
        onClick={() => {
          onSelect(node.id);
        }}
      >
        {node.label}
      </button>
    ),
  },
  { name: 'Layer', cell: ({ node }) => <Badge tone={typeTones[node.type]}>{typeWords[node.type]}</Badge> },
  {
    name: 'Status',
    cell: ({ node }) => (
      <>
        <Badge tone={statusWords[node.status].tone}>{statusWords[node.status].word}</Badge>
        {node.reason !== null && <span className="block text-xs text-muted">{reasonWords(node.reason)}</span>}
      </>
    ),
  },
  { name: 'From', cell: ({ from }) => from || '–' },
  { name: 'To', cell: ({ to }) => to || '–' },
  {
    name: 'Fields',
    numeric: true,
    cell: ({ node }) => (
      <span className="whitespace-nowrap">
        {node.type === 'agent'
          ? countWords(node.fields)
          : `${countWords(node.mapped_fields)} of ${countWords(node.fields)}`}
      </span>
    ),
  },
  {
    name: 'Records',
    numeric: true,
    cell: ({ node: { records } }) =>
      records === null ? '–' : `${countWords(records)}${records >= graph.counted_up_to ? '+' : ''}`,
  },
  {
    name: 'Confidence',
    numeric: true,
    cell: ({ confidence }) => (confidence === null ? '–' : percentWords(confidence)),
  },
];

/** The graph as rows: the same for readers, phones and those who like tables. */
export const GraphTable = ({
  graph,
  onSelect,
}: {
  readonly graph: Graph;
  readonly onSelect: (id: string) => void;
}) => (
  <DataTable
    caption="Nodes of the DCL graph"
    columns={columnsFor(graph, onSelect)}
    rows={rowsOf(graph)}
    keyOf={({ node }) => node.id}
  />
);
