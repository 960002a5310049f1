'use client';

import { SearchX } from 'lucide-react';
import { countWords, plural } from '../../lib/words';
import { Button } from '../../ui/button';
import { Empty } from '../../ui/empty';
import { ErrorPanel } from '../../ui/error-panel';
import { FilterSelect } from '../../ui/filter-select';
import { Panel } from '../../ui/panel';
import { mostSteps } from './lineage-queries';
import type { Trace } from './lineage-queries';
import { kindWord } from './node-words';
import { pathBetween } from './path-through';
import { isHolder, TraceLayers } from './trace-layers';
import { directions, toggled } from './trace-view';
import type { TraceView } from './trace-view';
import { useOpenedTrace } from './use-opened-trace';
import type { Traced } from './use-opened-trace';

interface TracePanelProps {
  readonly trace: Trace;
  readonly view: TraceView;
  readonly onChange: (changes: Readonly<Record<string, string>>) => void;
}

/** Everything up- and downstream as cards, with what narrows, widens and marks it. */
export const TracePanel = ({ trace, view, onChange }: TracePanelProps) => {
  const { nodes, edges, troubled_sources, loading, error } = useOpenedTrace(trace, view);
  const troubled = new Map(troubled_sources.map((source) => [source.connection_id, source]));
  const hasTrouble = ({ state, connection_id }: Traced): boolean =>
    ['lost', 'pending'].includes(state) || troubled.has(connection_id ?? '');
  const told = nodes.filter(({ kind }) => !isHolder(kind));
  const shown = view.troubled ? told.filter(hasTrouble) : told;
  const starts = trace.nodes.filter(({ steps }) => steps === 0).map(({ id }) => id);
  const end = told.find(({ id }) => id === view.to);
  const path = end === undefined ? undefined : pathBetween(edges, starts, end.id);
  return (
    <Panel
      title="Lineage"
      note={
        trace.left_out > 0
          ? `${countWords(trace.left_out)} more nodes are not shown; choose one direction, fewer steps, or a part of it.`
          : 'Point at a card to see its path; open it to follow it further.'
      }
      actions={
        <p role="status" className="text-sm text-muted">
          {loading ? 'Loading more …' : view.to !== '' && pathWords(path, end)}
        </p>
      }
    >
      <Controls view={view} told={told} start={trace.node.id} onChange={onChange} />
      {error !== null && <ErrorPanel error={error} compact />}
      {shown.length === 0 && view.troubled ? (
        <Empty
          icon={SearchX}
          title="Nothing here has trouble"
          action={
            <Button
              onClick={() => {
                onChange({ show: '' });
              }}
            >
              Show everything
            </Button>
          }
        >
          {plural(told.length, 'node')} as they should be.
        </Empty>
      ) : (
        <TraceLayers
          nodes={shown}
          edges={edges}
          start={trace.node.id}
          path={path}
          troubled={troubled}
          view={view}
          onOpen={(id) => {
            onChange(toggled(view, id));
          }}
        />
      )}
    </Panel>
  );
};

const pathWords = (path: ReadonlySet<string> | undefined, end: Traced | undefined): string => {
  if (path === undefined || end === undefined) return 'The other end of the path is not among what is shown';
  const { label } = end;
  return path.size === 0 ? `No way leads to ${label}` : `${plural(path.size, 'node')} on the way to ${label}`;
};

interface ControlsProps extends Pick<TracePanelProps, 'view' | 'onChange'> {
  readonly told: readonly Traced[];
  readonly start: string;
}

const Controls = ({ view, told, start, onChange }: ControlsProps) => (
  <div className="mb-5 grid grid-cols-2 gap-3 lg:flex">
    <FilterSelect
      label="Direction"
      all={false}
      value={view.direction}
      options={directions}
      onChange={(value) => {
        onChange({ direction: value === 'both' ? '' : value });
      }}
    />
    <FilterSelect
      label="Steps"
      all={false}
      value={String(view.steps)}
      options={Array.from({ length: mostSteps }, (_none, at) => [
        String(at + 1),
        at + 1 === mostSteps ? 'All the way' : plural(at + 1, 'step'),
      ])}
      onChange={(value) => {
        onChange({ steps: value === String(mostSteps) ? '' : value });
      }}
    />
    <FilterSelect
      label="Path to"
      all={false}
      value={told.some(({ id }) => id === view.to) ? view.to : ''}
      options={[
        ['', 'No path'],
        ...told
          .filter(({ id }) => id !== start)
          .map(({ id, kind, label }) => [id, `${label} (${kindWord(kind).toLowerCase()})`] as const),
      ]}
      onChange={(value) => {
        onChange({ to: value });
      }}
    />
    <FilterSelect
      label="Show"
      value={view.troubled ? 'trouble' : ''}
      options={[['trouble', 'With trouble only']]}
      onChange={(value) => {
        onChange({ show: value });
      }}
    />
  </div>
);
