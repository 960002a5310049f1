'use client';

import { useQuery } from '@tanstack/react-query';
import { CircleMinus, CirclePlus, Equal, RefreshCw } from 'lucide-react';
import type { Schemas } from '../../lib/api-client';
import { plural } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { DataTable } from '../../ui/data-table';
import type { Column } from '../../ui/data-table';
import { StateBadge } from '../../ui/state-badge';
import type { StateLook } from '../../ui/state-badge';
import { comparisonQuery } from './connection-queries';
import type { SchemaVersions } from './connection-queries';

type Field = Schemas['SchemaComparison']['fields'][number];

const looks: Readonly<Record<Field['change'], StateLook>> = {
  added: { tone: 'good', icon: CirclePlus, word: 'Added' },
  removed: { tone: 'bad', icon: CircleMinus, word: 'Removed' },
  retyped: { tone: 'warn', icon: RefreshCw, word: 'Changed' },
  same: { tone: 'neutral', icon: Equal, word: 'The same' },
};

const Type = ({ text }: { readonly text: string | null }) =>
  text === null ? <span className="text-muted">not there</span> : <code className="text-xs">{text}</code>;

const columnsOf = ({ from, to }: SchemaVersions): readonly Column<Field>[] => [
  { name: 'Field', cell: ({ name }) => name },
  { name: `Version ${String(from)}`, cell: ({ before }) => <Type text={before} /> },
  { name: `Version ${String(to)}`, cell: ({ after }) => <Type text={after} /> },
  {
    name: 'Change',
    cell: ({ change }) => <StateBadge look={looks[change]} />,
  },
];

/** Two versions of an object side by side: what differs, and how much does not. */
export const SchemaCompare = (versions: SchemaVersions) => {
  const comparison = useQuery(comparisonQuery(versions));
  return (
    <AsyncPanel query={comparison} rows={3}>
      {({ object, fields }) => {
        const differing = fields.filter(({ change }) => change !== 'same');
        const same = fields.length - differing.length;
        return (
          <div className="overflow-hidden rounded-xl border border-line">
            {differing.length > 0 && (
              <DataTable
                caption={`What differs in ${object}`}
                columns={columnsOf(versions)}
                rows={differing}
                keyOf={({ name }) => name}
              />
            )}
            <p className="px-4 py-3 text-sm text-muted">
              {differing.length === 0
                ? `No field differs; ${plural(same, 'field')} in both.`
                : `${plural(same, 'field')} ${same === 1 ? 'is' : 'are'} the same in both.`}
            </p>
          </div>
        );
      }}
    </AsyncPanel>
  );
};
