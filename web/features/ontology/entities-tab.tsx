'use client';

import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../lib/api-client';
import { useFallbackInterval } from '../../lib/live/use-fallback-interval';
import { useUrlState } from '../../lib/use-url-state';
import { countWords } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { DataTable } from '../../ui/data-table';
import type { Column } from '../../ui/data-table';
import { latePanel } from '../../ui/late-panel';
import { Panel } from '../../ui/panel';
import { Progress } from '../../ui/progress';
import { ontologyQuery } from '../lineage/lineage-queries';

const EntityPanel = latePanel(() => import('./entity-panel').then((module) => module.EntityPanel));

export type OntologyEntity = Schemas['OntologyEntity'];

const coveredOf = ({ fields }: OntologyEntity): number =>
  fields.filter(({ supplies }) => supplies.length > 0).length;

const columnsFor = (chosen: string, choose: (name: string) => void): readonly Column<OntologyEntity>[] => [
  {
    name: 'Entity',
    cell: ({ name, title }) => (
      <button
        type="button"
        aria-pressed={name === chosen}
        className="target text-left [overflow-wrap:anywhere] text-brand underline-offset-4 hover:underline aria-pressed:font-medium"
        onClick={() => {
          choose(name === chosen ? '' : name);
        }}
      >
        {title}
      </button>
    ),
  },
  {
    name: 'Primary key',
    cell: ({ primary_key }) => <code className="text-xs whitespace-nowrap">{primary_key}</code>,
  },
  {
    name: 'Fields covered',
    cell: (entity) => (
      <span className="flex min-w-24 flex-col gap-1">
        <span className="numeric">
          {coveredOf(entity)} of {entity.fields.length}
        </span>
        <Progress
          label={`Fields of ${entity.title} that a source gives`}
          value={coveredOf(entity) / entity.fields.length}
        />
      </span>
    ),
  },
  {
    name: 'Data sources',
    cell: ({ tables }) =>
      [...new Set(tables.map(({ connection_slug }) => connection_slug))].join(', ') || 'None',
  },
  {
    name: 'Source tables',
    cell: ({ tables }) => tables.map(({ object }) => object).join(', ') || 'None',
  },
  {
    name: 'Golden records',
    numeric: true,
    cell: ({ golden }) => (golden === null ? 'Not built yet' : countWords(golden)),
  },
];

/** The entities, and the fields of the chosen one. */
export const EntitiesTab = () => {
  const [params, change] = useUrlState();
  const chosen = params.get('entity') ?? '';
  const refetchInterval = useFallbackInterval();
  const query = useQuery({ ...ontologyQuery(), refetchInterval });
  return (
    <AsyncPanel query={query} rows={6}>
      {({ entities }) => {
        const entity = entities.find(({ name }) => name === chosen);
        return (
          <>
            <Panel title="Entities" note="Choose one to see its fields." flush>
              <DataTable
                caption="Entities"
                columns={columnsFor(chosen, (name) => {
                  change({ entity: name });
                })}
                rows={entities}
                keyOf={({ name }) => name}
              />
            </Panel>
            {entity !== undefined && <EntityPanel entity={entity} />}
          </>
        );
      }}
    </AsyncPanel>
  );
};
