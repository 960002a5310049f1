'use client';

import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../lib/api-client';
import { countWords, plural } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { classNames } from '../../ui/class-names';
import { Link } from '../../ui/link';
import { Panel } from '../../ui/panel';
import { barWidth, height, layersOf, sketchOf, width } from './graph-sketch';
import type { Bar, Layer } from './graph-sketch';

const nouns: Readonly<Record<Layer['type'], readonly [one: string, many: string]>> = {
  source_parent: ['source', 'sources'],
  table: ['table', 'tables'],
  ontology: ['entity', 'entities'],
  agent: ['agent', 'agents'],
};

const fills: Readonly<Record<Layer['type'], string>> = {
  source_parent: 'fill-source',
  table: 'fill-source',
  ontology: 'fill-ontology',
  agent: 'fill-agent',
};

const strokes: Readonly<Record<Layer['type'], string>> = {
  source_parent: 'stroke-source',
  table: 'stroke-source',
  ontology: 'stroke-ontology',
  agent: 'stroke-agent',
};

const troubleWords = ({ fails, late }: Layer): string =>
  [fails > 0 ? `${countWords(fails)} failing` : '', late > 0 ? `${countWords(late)} late or waiting` : '']
    .filter((part) => part !== '')
    .join(', ');

/** No fields, and the tables of a source as one node where there are many: a sketch has no room for more. */
const sketchQuery = {
  queryKey: ['lineage', 'graph', 'sketch'],
  queryFn: () => answerOf(api.GET('/api/v1/dcl/graph', { params: { query: { nodes: 60, fields: 0 } } })),
};

/** The graph at a glance: how much there is of each layer, and where it is in trouble. */
export const GraphPanel = () => {
  const graph = useQuery(sketchQuery);
  return (
    <Panel
      title="DCL graph"
      actions={
        <Link
          href="/graph"
          className="target inline-flex items-center text-sm text-brand underline-offset-4 hover:underline"
        >
          Open the graph
        </Link>
      }
    >
      <AsyncPanel query={graph} rows={2}>
        {(data) => (
          <>
            <ul aria-label="Layers of the graph" className="mb-3 grid grid-cols-4 gap-1 text-center text-sm">
              {layersOf(data).map((layer) => (
                <li key={layer.type} className="min-w-0">
                  <span className="numeric block text-xl font-medium">{countWords(layer.count)}</span>
                  <span className="block text-muted">{nouns[layer.type][layer.count === 1 ? 0 : 1]}</span>
                  <span className="block text-xs text-warn">{troubleWords(layer)}</span>
                </li>
              ))}
            </ul>
            <Sketch graph={data} />
          </>
        )}
      </AsyncPanel>
    </Panel>
  );
};

const fillOf = ({ trouble, type }: Bar): string =>
  trouble === 'fails' ? 'fill-danger' : trouble === 'late' ? 'fill-warn' : fills[type];

/** Seen beside the counts, which say the same in words. */
const Sketch = ({ graph }: { readonly graph: Parameters<typeof layersOf>[0] }) => {
  const { bars, curves } = sketchOf(graph);
  return (
    <svg
      role="img"
      aria-label={`Sketch of the graph: ${plural(graph.edges.length, 'connection')} between its layers`}
      viewBox={`0 0 ${String(width)} ${String(height)}`}
      preserveAspectRatio="none"
      className="h-28 w-full"
    >
      {curves.map(({ id, type, path }) => (
        <path
          key={id}
          d={path}
          fill="none"
          strokeWidth={1.5}
          vectorEffect="non-scaling-stroke"
          className={classNames('opacity-30', strokes[type])}
        />
      ))}
      {bars.map((bar) => (
        <rect
          key={bar.id}
          x={bar.x}
          y={bar.y}
          width={barWidth}
          height={bar.height}
          rx={1}
          className={fillOf(bar)}
        />
      ))}
    </svg>
  );
};
