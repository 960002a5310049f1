import Table from 'cli-table3';
import type { Json } from '../domain/json.ts';
import type { LedgerLine } from '../cli/ledger-line.ts';
import type { IngestResult } from './ingest.ts';

/** What a run brought, per connection. */
export interface SourceSummary {
  readonly slug: string;
  readonly system: string;
  readonly result: IngestResult;
  /** Rows that wait for a person now, from whatever run: quarantined or parked. */
  readonly held: number;
}

const columns = ['quarantined', 'parked', 'filtered', 'unchanged'] as const;

const total = (ledgers: readonly LedgerLine[], column: keyof LedgerLine): number =>
  ledgers.reduce((sum, line) => sum + Number(line[column]), 0);

const eventsOf = ({ result }: SourceSummary): number => result.totals?.events ?? 0;

const unmappedText = ({ result }: SourceSummary): string =>
  result.unmapped.map(({ object, rows }) => `${object} (${rows ?? '?'})`).join(', ');

/** The table for a person: a line per object and mapping, one per source below it, and what all came to. */
export const summaryTable = (sources: readonly SourceSummary[]): string => {
  const head = ['source', 'object', 'entity', 'rows', 'events', ...columns];
  const table = new Table({ head, style: { head: [], border: [] } });
  for (const { slug, result } of sources) {
    const { ledgers } = result;
    for (const line of ledgers)
      table.push([
        slug,
        line.stream,
        line.entity,
        line.read,
        line.changed,
        ...columns.map((name) => line[name]),
      ]);
    table.push([
      slug,
      { colSpan: 2, content: `all: ${result.state}` },
      result.totals?.read ?? 0,
      result.totals?.events ?? 0,
      ...columns.map((name) => total(ledgers, name)),
    ]);
  }
  const unmapped = sources
    .filter(({ result }) => result.unmapped.length > 0)
    .map((source) => `Not mapped in ${source.slug}: ${unmappedText(source)}`);
  const held = sources
    .filter((source) => source.held > 0)
    .map((source) => `Held for a person in ${source.slug}: ${source.held} (quarantine)`);
  const events = sources.reduce((sum, source) => sum + eventsOf(source), 0);
  return [table.toString(), ...unmapped, ...held, `${events} new events`].join('\n');
};

/** The same for a program. */
export const summaryJson = (sources: readonly SourceSummary[]): Json => ({
  events: sources.reduce((sum, source) => sum + eventsOf(source), 0),
  sources: sources.map(({ slug, system, result, held }) => ({
    slug,
    system,
    state: result.state,
    rows: result.totals?.read ?? 0,
    events: result.totals?.events ?? 0,
    failures: result.failures,
    held,
    unmapped: result.unmapped,
    ledgers: result.ledgers,
  })),
});

/** Whether every source came through, with each row accounted for. */
export const everythingWorked = (sources: readonly SourceSummary[]): boolean =>
  sources.every(
    ({ result }) =>
      result.state === 'success' &&
      result.failures.length === 0 &&
      result.ledgers.every(({ balanced }) => balanced),
  );
