import { capital, countWords, spaced } from '../../lib/words';
import { DataTable } from '../../ui/data-table';
import type { Column } from '../../ui/data-table';
import { Panel } from '../../ui/panel';
import type { RepairDetail } from './repair-words';

type Preview = NonNullable<RepairDetail['preview']>;
type Counts = Preview['counts'][number];
type SampleRow = Preview['rows'][number];

const countColumns: readonly Column<Counts>[] = [
  { name: 'Entity', cell: ({ entity }) => spaced(entity) },
  ...(['records', 'changed', 'unchanged', 'quarantined', 'parked', 'filtered'] as const).map((name) => ({
    name: capital(name),
    numeric: true,
    cell: (counts: Counts) => countWords(counts[name]),
  })),
];

/** What the new versions make of the records already read: sums, then real rows before and after. */
export const PreviewPanel = ({ preview }: { readonly preview: Preview | null }) => (
  <Panel
    title="What becomes of the records"
    {...(preview === null
      ? {}
      : {
          note: `Tried on the stored records as known at position ${countWords(preview.seq)} of the stream.`,
        })}
    flush
  >
    {preview === null || !preview.done ? (
      <p role="status" className="p-4 text-sm text-muted sm:p-5">
        {preview === null ? 'Not tried on the stored records.' : 'Being tried on the stored records …'}
      </p>
    ) : (
      <Pass pass={preview} />
    )}
  </Panel>
);

/** Sums, and real rows before and after. */
export const Pass = ({ pass }: { readonly pass: Preview }) => (
  <>
    <DataTable
      caption="Records by entity"
      columns={countColumns}
      rows={pass.counts}
      keyOf={(counts) => counts.entity}
    />
    {pass.rows.length > 0 ? (
      <SampleRows rows={pass.rows} />
    ) : (
      <p className="border-t border-line p-4 text-sm text-muted sm:p-5">
        No stored record changes by it; rows that are read from now on follow the new version.
      </p>
    )}
  </>
);

const SampleRows = ({ rows }: { readonly rows: readonly SampleRow[] }) => (
  <div className="border-t border-line p-4 sm:p-5">
    <h3 className="mb-3 text-sm font-medium">Real rows, before and after</h3>
    <ul aria-label="Rows before and after" className="grid gap-3 lg:grid-cols-2">
      {rows.map((row) => (
        <li key={`${row.entity} ${row.record_key}`} className="min-w-0 rounded-xl border border-line">
          <p className="border-b border-line bg-raised/60 px-3 py-2 text-xs [overflow-wrap:anywhere] text-muted">
            {spaced(row.entity)} <code className="text-ink">{row.record_key}</code>
          </p>
          <dl className="flex flex-col gap-2 p-3 text-sm">
            {fieldsOf(row).map((field) => (
              <div key={field} className="min-w-0">
                <dt className="text-xs text-muted">{spaced(field)}</dt>
                <dd className="grid grid-cols-2 gap-2">
                  <Value label="before" value={row.before[field]} look="bg-danger-soft" />
                  <Value label="after" value={row.after[field]} look="bg-source-soft" />
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  </div>
);

const fieldsOf = ({ before, after }: SampleRow): readonly string[] => [
  ...new Set([...Object.keys(before), ...Object.keys(after)]),
];

const textOf = (value: unknown): string =>
  value === undefined ? 'absent' : typeof value === 'string' ? value : JSON.stringify(value);

interface ValueProps {
  readonly label: string;
  readonly value: unknown;
  readonly look: string;
}

const Value = ({ label, value, look }: ValueProps) => (
  <span className={`min-w-0 rounded-md px-2 py-1 [overflow-wrap:anywhere] ${look}`}>
    <span className="sr-only">{label}: </span>
    <span className={value === undefined ? 'text-muted italic' : ''}>{textOf(value)}</span>
  </span>
);
