'use client';

import { FileCode2, SearchX } from 'lucide-react';
import type { Schemas } from '../../lib/api-client';
import { useUrlState } from '../../lib/use-url-state';
import { percentWords } from '../../lib/words';
import { Badge } from '../../ui/badge';
import { DataTable } from '../../ui/data-table';
import type { Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { FilterSelect } from '../../ui/filter-select';
import { Link } from '../../ui/link';
import { Panel } from '../../ui/panel';
import { lineageHref } from '../lineage/node-words';

type Entity = Schemas['OntologyEntity'];
type Field = Schemas['OntologyField'];

const columns: readonly Column<Field>[] = [
  {
    name: 'Field',
    cell: ({ id, name, required, identity }) => (
      <span className="flex flex-wrap items-center gap-2">
        <Link
          href={lineageHref(id)}
          className="[overflow-wrap:anywhere] text-brand underline-offset-4 hover:underline max-md:inline-flex max-md:min-h-11 max-md:items-center"
        >
          {name}
        </Link>
        {required && <Badge tone="warn">Required</Badge>}
        {identity && <Badge tone="info">Identity</Badge>}
      </span>
    ),
  },
  { name: 'Type', cell: (field) => <span className="whitespace-nowrap">{typeWords(field)}</span> },
  {
    name: 'Meaning',
    cell: ({ description, standard }) => (
      <>
        {description}
        <span className="block text-xs text-muted">{standard}</span>
      </>
    ),
  },
  { name: 'Given by', cell: ({ supplies }) => <Supplies supplies={supplies} /> },
];

const typeWords = ({ type, format, unit, currency_in }: Field): string =>
  [type, format, unit, currency_in === null ? null : `in ${currency_in}`]
    .filter((word) => word !== null)
    .join(' · ');

const Supplies = ({ supplies }: Pick<Field, 'supplies'>) =>
  supplies.length === 0 ? (
    <span className="text-muted">No source</span>
  ) : (
    <ul className="flex flex-col gap-1.5 max-md:items-end">
      {supplies.map(
        ({
          rule_id,
          connection_slug,
          object,
          from,
          transforms,
          confidence,
          pending,
          mapping_version,
          author,
        }) => (
          <li key={rule_id} className="min-w-0">
            <Link href={lineageHref(rule_id)} className="text-brand underline-offset-4 hover:underline">
              {connection_slug} / {object}
            </Link>
            <span className="block text-xs [overflow-wrap:anywhere] text-muted">
              {from.join(' + ') || 'constant'}
              {transforms.length > 0 && ` → ${transforms.join(' · ')}`} · version {mapping_version} by{' '}
              {author}
              {confidence !== null && ` · ${percentWords(confidence)} sure`}
            </span>
            {pending && <Badge tone="warn">Waits for a ticket</Badge>}
          </li>
        ),
      )}
    </ul>
  );

/** The mappings that give the entity, each a step away from being edited. */
const Mappings = ({ tables }: Pick<Entity, 'tables'>) =>
  tables.length > 0 && (
    <ul
      aria-label="Mappings"
      className="flex flex-wrap gap-x-5 border-b border-line px-4 py-2 text-sm sm:px-5"
    >
      {tables.map(({ id, connection_id, mapping_id, connection_slug, object }) => (
        <li key={id} className="min-w-0">
          <Link
            href={`/connections/${connection_id}?tab=mappings&mapping=${mapping_id}`}
            className="target inline-flex items-center gap-2 [overflow-wrap:anywhere] text-brand underline-offset-4 hover:underline"
          >
            <FileCode2 aria-hidden className="size-4 shrink-0" />
            Mapping of {connection_slug} / {object}
          </Link>
        </li>
      ))}
    </ul>
  );

const choices = [
  ['covered', 'Given by a source'],
  ['missing', 'Given by none'],
  ['pending', 'Waiting for a ticket'],
] as const;

const holds = ({ supplies }: Field, coverage: string): boolean => {
  if (coverage === 'covered') return supplies.length > 0;
  if (coverage === 'missing') return supplies.length === 0;
  return coverage === '' || supplies.some(({ pending }) => pending);
};

/** The fields of an entity: what they mean, by which standard, and which tables give them. */
export const EntityPanel = ({ entity }: { readonly entity: Entity }) => {
  const [params, change] = useUrlState();
  const coverage = choices.find(([one]) => one === params.get('coverage'))?.[0] ?? '';
  const shown = entity.fields.filter((field) => holds(field, coverage));
  return (
    <Panel
      title={entity.title}
      note={`${entity.description} View ${entity.view}; ${entity.standard}.`}
      actions={
        <FilterSelect
          label="Coverage"
          value={coverage}
          options={choices}
          onChange={(value) => {
            change({ coverage: value });
          }}
        />
      }
      flush
    >
      <Mappings tables={entity.tables} />
      {shown.length === 0 ? (
        <Empty icon={SearchX} title="No field matches" />
      ) : (
        <DataTable
          caption={`Fields of ${entity.title}`}
          columns={columns}
          rows={shown}
          keyOf={({ id }) => id}
        />
      )}
    </Panel>
  );
};
