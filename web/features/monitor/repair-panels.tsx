import type { Schemas } from '../../lib/api-client';
import { capital, countWords, durationWords, percentWords, spaced } from '../../lib/words';
import { DataTable } from '../../ui/data-table';
import type { Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { Link } from '../../ui/link';
import { Panel } from '../../ui/panel';
import { Tile } from '../../ui/tile';
import { SeverityBadge } from '../approvals/repair-badges';
import { GitBranch } from 'lucide-react';

type Figures = Schemas['RepairFigures'];

const none = <span className="text-base text-muted">None yet</span>;

/** The sums that answer whether drift is under control. */
export const FigureTiles = ({ figures: { drift, repairs } }: { readonly figures: Figures }) => {
  const open = drift.reduce((sum, kind) => sum + kind.open, 0);
  const applied = repairs.applied_by_itself + repairs.applied_by_people;
  return (
    <dl className="grid grid-cols-2 gap-5 md:grid-cols-3 lg:grid-cols-5">
      <Tile name="Open tickets">{countWords(open)}</Tile>
      <Tile name="Waiting for a decision">
        {repairs.waiting === 0 ? (
          '0'
        ) : (
          <Link href="/approvals" className="text-brand underline underline-offset-4">
            {countWords(repairs.waiting)}
          </Link>
        )}
      </Tile>
      <Tile name="Repairs applied">{countWords(applied)}</Tile>
      <Tile
        name="Of them by themselves"
        {...(applied === 0
          ? {}
          : { note: `${countWords(repairs.applied_by_itself)} of ${countWords(applied)}` })}
      >
        {applied === 0 ? none : percentWords(repairs.applied_by_itself / applied)}
      </Tile>
      <Tile name="Time to repair" {...(repairs.median_seconds === null ? {} : { note: 'Half were quicker' })}>
        {repairs.median_seconds === null ? none : durationWords(repairs.median_seconds * 1_000)}
      </Tile>
    </dl>
  );
};

const outcomes = [
  ['applied_by_itself', 'Applied by themselves', 'bg-source'],
  ['applied_by_people', 'Approved by people', 'bg-ontology'],
  ['accepted', 'Accepted as they are', 'bg-brand'],
  ['rejected', 'Rejected', 'bg-danger'],
  ['undone', 'Undone afterwards', 'bg-warn'],
  ['expired', 'Expired undecided', 'bg-control'],
  ['failed', 'Failed', 'bg-danger'],
] as const;

/** What became of the proposals, as bars with their numbers. */
export const OutcomesPanel = ({ repairs }: Pick<Figures, 'repairs'>) => {
  const most = Math.max(...outcomes.map(([outcome]) => repairs[outcome]));
  return (
    <Panel
      title="What became of repairs"
      {...(repairs.edited === 0
        ? {}
        : { note: `People changed ${countWords(repairs.edited)} of those that they approved.` })}
    >
      {most === 0 ? (
        <Empty icon={GitBranch} title="No repair has ended in this time" />
      ) : (
        <ul className="flex flex-col gap-3 text-sm">
          {outcomes.map(([outcome, words, look]) => (
            <li key={outcome} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1">
              <span>{words}</span>
              <span className="numeric font-medium">{countWords(repairs[outcome])}</span>
              <span aria-hidden className="col-span-2 h-2 overflow-hidden rounded-full bg-neutral-soft">
                <span
                  className={`bar block h-full rounded-full ${look}`}
                  style={{ width: `${String((repairs[outcome] / most) * 100)}%` }}
                />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
};

const driftColumns: readonly Column<Figures['drift'][number]>[] = [
  { name: 'Kind', cell: ({ kind }) => capital(spaced(kind)) },
  { name: 'Severity', cell: ({ severity }) => <SeverityBadge severity={severity} /> },
  { name: 'Open', numeric: true, cell: ({ open }) => countWords(open) },
  { name: 'Closed', numeric: true, cell: ({ closed }) => countWords(closed) },
];

/** Tickets by kind: open now, and closed in the time looked at. */
export const DriftPanel = ({ drift }: Pick<Figures, 'drift'>) => (
  <Panel title="Drift by kind" note="Open now, and closed in this time." flush>
    {drift.length === 0 ? (
      <Empty icon={GitBranch} title="No drift was seen">
        Every source looks as it was approved.
      </Empty>
    ) : (
      <DataTable
        caption="Drift by kind"
        columns={driftColumns}
        rows={drift}
        keyOf={({ kind, severity }) => `${kind} ${severity}`}
      />
    )}
  </Panel>
);
