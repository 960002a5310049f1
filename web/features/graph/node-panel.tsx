'use client';

import { Cable, FoldVertical, UnfoldVertical, Waypoints, X } from 'lucide-react';
import { countWords, percentWords, plural, reasonWords } from '../../lib/words';
import { Badge } from '../../ui/badge';
import { Button, ButtonLink, IconButton } from '../../ui/button';
import { Link } from '../../ui/link';
import { Panel } from '../../ui/panel';
import { lineageHref } from '../lineage/node-words';
import { fieldWords, lineageIdOf, statusWords, typeTones, typeWords } from './graph-words';
import type { Graph, GraphEdge, GraphNode } from './layout';
import { slugOf } from './use-graph-view';

interface NodePanelProps {
  readonly graph: Graph;
  readonly node: GraphNode;
  /** Makes one node of a source's tables, or each its own. */
  readonly onTables: (id: string, asOne: boolean) => void;
  readonly onClose: () => void;
}

/** The chosen node: what flows into it and out of it, field by field. */
export const NodePanel = ({ graph, node, onTables, onClose }: NodePanelProps) => {
  const into = graph.edges.filter(({ target }) => target === node.id);
  const out = graph.edges.filter(({ source }) => source === node.id);
  return (
    <Panel
      title={node.label}
      note={
        <span className="mt-1 flex flex-wrap items-center gap-2">
          <Badge tone={typeTones[node.type]}>{typeWords[node.type]}</Badge>
          <Badge tone={statusWords[node.status].tone}>{statusWords[node.status].word}</Badge>
          {node.reason !== null && (
            <span className="[overflow-wrap:anywhere]">{reasonWords(node.reason)}</span>
          )}
        </span>
      }
      actions={
        <div className="flex flex-wrap items-center gap-2">
          <ButtonLink>
            <Link href={lineageHref(lineageIdOf(node))}>
              <Waypoints aria-hidden className="size-4" /> Lineage
            </Link>
          </ButtonLink>
          <TablesButton graph={graph} node={node} onTables={onTables} />
          {node.connection_id !== null && (
            <ButtonLink>
              <Link href={`/connections/${node.connection_id}`}>
                <Cable aria-hidden className="size-4" /> Connection
              </Link>
            </ButtonLink>
          )}
          <IconButton label="Let go of this node" icon={X} onClick={onClose} />
        </div>
      }
    >
      <div className="grid gap-5 md:grid-cols-2">
        <Flows title="From" graph={graph} edges={into} end="source" />
        <Flows title="To" graph={graph} edges={out} end="target" />
      </div>
    </Panel>
  );
};

/** Of a source with several tables, and of the node that stands for them. */
const TablesButton = ({ graph, node, onTables }: Pick<NodePanelProps, 'graph' | 'node' | 'onTables'>) => {
  if (node.tables < 2 || !/^(source|tables):/.test(node.id)) return null;
  const asOne = !graph.nodes.some(({ id }) => id === `tables:${slugOf(node.id)}`);
  return (
    <Button
      icon={asOne ? FoldVertical : UnfoldVertical}
      onClick={() => {
        onTables(node.id, asOne);
      }}
    >
      {asOne ? 'Collapse its tables' : 'Show its tables'}
    </Button>
  );
};

interface FlowsProps {
  readonly title: string;
  readonly graph: Graph;
  readonly edges: readonly GraphEdge[];
  readonly end: 'source' | 'target';
}

const Flows = ({ title, graph, edges, end }: FlowsProps) => (
  <section aria-label={title} className="min-w-0">
    <h3 className="mb-2 text-sm font-medium">{title}</h3>
    {edges.length === 0 ? (
      <p className="text-sm text-muted">Nothing</p>
    ) : (
      <ul className="flex flex-col gap-2">
        {edges.map((edge) => (
          <li key={edge.id}>
            <details className="rounded-lg bg-raised px-3 py-2 text-sm">
              <summary className="target flex flex-wrap items-center gap-x-2">
                <span className="font-medium [overflow-wrap:anywhere]">
                  {graph.nodes.find(({ id }) => id === edge[end])?.label ?? edge[end]}
                </span>
                <span className="text-muted">{plural(edge.field_count, 'field')}</span>
                {edge.status === 'pending' && <Badge tone="warn">Waits for a ticket</Badge>}
              </summary>
              <ul className="mt-1 flex max-h-72 flex-col gap-0.5 overflow-y-auto" tabIndex={0}>
                {edge.fields.map((field) => (
                  <li key={fieldWords(field)} className="[overflow-wrap:anywhere]">
                    {fieldWords(field)}
                    {field.confidence !== null && (
                      <span className="text-muted"> · {percentWords(field.confidence)} sure</span>
                    )}
                    {field.pending && <span className="text-warn"> · waits for a ticket</span>}
                  </li>
                ))}
                {edge.field_count > edge.fields.length && (
                  <li className="text-muted">and {countWords(edge.field_count - edge.fields.length)} more</li>
                )}
              </ul>
            </details>
          </li>
        ))}
      </ul>
    )}
  </section>
);
