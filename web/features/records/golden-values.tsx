import { DataTable } from '../../ui/data-table';
import type { Column } from '../../ui/data-table';
import { Panel } from '../../ui/panel';
import { fieldWord, ruleWord, valueText } from './record-words';
import type { GoldenDetail } from './record-words';

interface ValueRow {
  readonly field: string;
  readonly value: unknown;
  readonly origin: GoldenDetail['origins'][number] | undefined;
}

const columns: readonly Column<ValueRow>[] = [
  { name: 'Field', cell: ({ field }) => fieldWord(field) },
  { name: 'Value', cell: ({ value }) => valueText(value) },
  { name: 'Why this one', cell: ({ origin }) => (origin === undefined ? '–' : ruleWord(origin.rule)) },
  {
    name: 'From',
    cell: ({ origin }) =>
      origin === undefined ? (
        '–'
      ) : (
        <span className="text-xs text-muted">
          <code className="block font-mono [overflow-wrap:anywhere] text-ink">{origin.record_key}</code>
          {origin.mapping_version !== null && <>mapping version {origin.mapping_version} · </>}event{' '}
          {origin.seq}
        </span>
      ),
  },
];

/** The values that survived, each with the rule and the source record that it comes from. */
export const GoldenValues = ({ record }: { readonly record: GoldenDetail }) => {
  const origins = new Map(record.origins.map((origin) => [origin.field, origin]));
  const rows = Object.entries(record.values)
    .filter(([, value]) => value !== null)
    .map(([field, value]) => ({ field, value, origin: origins.get(field) }));
  return (
    <Panel title="Values" flush>
      <DataTable caption="Values" columns={columns} rows={rows} keyOf={({ field }) => field} />
    </Panel>
  );
};
