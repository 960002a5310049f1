'use client';

import { useQuery } from '@tanstack/react-query';
import { Download, ShieldCheck } from 'lucide-react';
import { saveText } from '../../lib/save-file';
import { capital, countWords, plural, spaced } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Badge } from '../../ui/badge';
import type { Tone } from '../../ui/badge';
import { Button } from '../../ui/button';
import { DataTable } from '../../ui/data-table';
import type { Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { Link } from '../../ui/link';
import { Panel } from '../../ui/panel';
import { Tile } from '../../ui/tile';
import { impactCsv } from './impact-csv';
import { impactQuery } from './lineage-queries';
import type { Impact } from './lineage-queries';
import { lineageHref } from './node-words';

type Effect = Impact['fields'][number]['effect'];

const effects: Readonly<Record<Effect, { readonly word: string; readonly tone: Tone }>> = {
  lost: { word: 'Lost', tone: 'bad' },
  thinner: { word: 'Fewer sources', tone: 'warn' },
  regained: { word: 'Comes back', tone: 'good' },
  added: { word: 'New', tone: 'good' },
  changed: { word: 'Another rule', tone: 'info' },
};

const EffectBadge = ({ effect }: { readonly effect: Effect }) => (
  <Badge tone={effects[effect].tone}>{effects[effect].word}</Badge>
);

const link = 'text-brand underline underline-offset-4';

const fieldColumns: readonly Column<Impact['fields'][number]>[] = [
  {
    name: 'Canonical field',
    cell: ({ entity, field }) => (
      <Link href={lineageHref(`field:${entity}.${field}`)} className={link}>
        {entity}.{field}
      </Link>
    ),
  },
  { name: 'Effect', cell: ({ effect }) => <EffectBadge effect={effect} /> },
  { name: 'Table', cell: ({ slug, object }) => `${slug} / ${object}` },
  { name: 'Read from', cell: ({ before }) => before.join(', ') || 'nothing' },
  {
    name: 'Golden records',
    numeric: true,
    cell: ({ golden }) => (golden === null ? 'Not built yet' : countWords(golden)),
  },
];

const columnColumns: readonly Column<Impact['columns'][number]>[] = [
  {
    name: 'View column',
    cell: ({ view, column }) => (
      <Link href={lineageHref(`view_column:${view}.${column}`)} className={link}>
        {view}.{column}
      </Link>
    ),
  },
  { name: 'Effect', cell: ({ effect }) => <EffectBadge effect={effect} /> },
  {
    name: 'Tables that give it',
    numeric: true,
    cell: ({ suppliers_before, suppliers_after }) =>
      `${String(suppliers_before)} → ${String(suppliers_after)}`,
  },
];

const tableWords = {
  read: 'is read as usual',
  parked: 'its records are parked until a ticket is settled',
  unread: 'is not read at all',
} as const;

/** What would change before it happens: fields, records, views, agents, golden records. */
export const ImpactPanel = ({
  subject,
  title,
}: {
  readonly subject: { readonly node: string } | { readonly repair_id: string };
  readonly title: string;
}) => {
  const query = useQuery(impactQuery(subject));
  return (
    <Panel
      title={title}
      note="Worked out from what is mapped and stored now; nothing is changed."
      actions={
        query.data !== undefined && (
          <Button
            icon={Download}
            onClick={() => {
              saveText(impactCsv(query.data), 'text/csv', 'autonomos-impact.csv');
            }}
          >
            CSV
          </Button>
        )
      }
    >
      <AsyncPanel query={query}>{(impact) => <Told impact={impact} />}</AsyncPanel>
    </Panel>
  );
};

const Told = ({ impact }: { readonly impact: Impact }) => {
  if (impact.fields.length === 0 && impact.tables.length === 0)
    return (
      <Empty icon={ShieldCheck} title="Nothing would change">
        No rule reads it, so no record, view or agent depends on it.
      </Empty>
    );
  const records = impact.records.reduce((sum, each) => sum + each.records, 0);
  const capped = impact.records.some((each) => each.records >= impact.counted_up_to);
  return (
    <div className="flex flex-col gap-5">
      <dl className="grid grid-cols-2 gap-5 md:grid-cols-4">
        <Tile name="Canonical fields">{countWords(impact.fields.length)}</Tile>
        <Tile name="Records of the tables">{`${countWords(records)}${capped ? '+' : ''}`}</Tile>
        <Tile name="View columns">{countWords(impact.columns.length)}</Tile>
        <Tile name="Agents">{countWords(impact.agents.length)}</Tile>
      </dl>
      {impact.tables.length > 0 && (
        <ul aria-label="Tables" className="flex flex-col gap-1 text-sm">
          {impact.tables.map(({ table_id, entity, slug, object, after }) => (
            <li key={`${table_id} ${entity}`}>
              <strong>
                {slug} / {object}
              </strong>{' '}
              as {spaced(entity)}: {tableWords[after]}
            </li>
          ))}
        </ul>
      )}
      <DataTable
        caption="Canonical fields touched"
        columns={fieldColumns}
        rows={impact.fields}
        keyOf={({ table_id, entity, field }) => `${table_id} ${entity}.${field}`}
      />
      <DataTable
        caption="View columns touched"
        columns={columnColumns}
        rows={impact.columns}
        keyOf={({ view, column }) => `${view}.${column}`}
      />
      <Agents agents={impact.agents} />
    </div>
  );
};

const Agents = ({ agents }: Pick<Impact, 'agents'>) =>
  agents.length === 0 ? (
    <p className="text-sm text-muted">No agent reads any of it.</p>
  ) : (
    <ul aria-label="Agents" className="flex flex-col gap-1 text-sm">
      {agents.map(({ agent, title, columns, starved }) => (
        <li key={agent}>
          <Link href={lineageHref(`agent:${agent}`)} className={link}>
            {title}
          </Link>{' '}
          {starved ? 'would miss' : 'would see fewer values of'}{' '}
          {capital(plural(columns.length, 'column')).toLowerCase()}: {columns.join(', ')}
        </li>
      ))}
    </ul>
  );
