import type { TestPlatform } from './test-platform.ts';

/**
 * The source of the kill suites with its own books: contacts in numbered states. In state 1 every row is new; each further
 * state changes every second row, the even ones in state 2, the odd ones in state 3, and so on. The time of change stays
 * the same, so that nothing but the platform's own guards tells an old reading from a new one.
 */
const header = 'Id,AccountId,FirstName,LastName,Email,Phone,Title,CreatedDate,LastModifiedDate';

/** The state that last changed the row. */
const stateOf = (row: number, state: number): number =>
  state === 1 ? 1 : (row + state) % 2 === 0 ? state : Math.max(1, state - 1);

/** The text of Contact.csv in one of its states, from 1. */
export const contactsIn = (state: number, rows: number): string => {
  const lines = [header];
  for (let row = 0; row < rows; row += 1) {
    lines.push(
      `003${row},001${row % 50},First,Last${row},p${row}@example.com,,Title ${stateOf(row, state)},2024-01-01T00:00:00Z,2024-01-02T00:00:00Z`,
    );
  }
  return lines.join('\n');
};

/** Events that the ledger knows after so many states. */
export const eventsAfter = (states: number, rows: number): number => rows + ((states - 1) * rows) / 2;

/** What the stream owes the ledger; all zero when it is exact. */
export interface Difference {
  readonly lost: number;
  /** Events of a record that are no change, or of no record at all. */
  readonly doubled: number;
  /** Events whose seq runs against the versions of their record. */
  readonly disordered: number;
  /** Numbers of the tenant that no event has. */
  readonly gaps: number;
}

export const exact: Difference = { lost: 0, doubled: 0, disordered: 0, gaps: 0 };

/** Compares the stream of a connection, event by event, with what its source held in states 1 to `states`. */
export const compareWithLedger = async (
  { database, tenantId }: TestPlatform,
  { slug, states, rows }: { readonly slug: string; readonly states: number; readonly rows: number },
): Promise<Difference> => {
  const { rows: compared } = await database.admin.query<Difference>(
    `with ledger as (
       select $2 || '/Contact.csv/003' || n as key, 'Title ' || state as title, 'p' || n || '@example.com' as email,
         row_number() over (partition by n order by state) as version
       from generate_series(0, $4::integer - 1) n cross join generate_series(1, $3::integer) state
       where state = 1 or (n + state) % 2 = 0
     ), stream as (
       select record_key as key, data ->> 'title' as title, data ->> 'email' as email, record_seq as version,
         seq < lag(seq) over (partition by record_key order by record_seq) as against
       from au.canonical_streams where tenant_id = $1 and record_key like $2 || '/%'
     ), numbers as (
       select max(seq) - count(*) as gaps from au.canonical_streams where tenant_id = $1
     )
     select count(*) filter (where stream.key is null)::integer as lost,
       count(*) filter (where ledger.key is null)::integer as doubled,
       count(*) filter (where against)::integer as disordered,
       (select coalesce(gaps, 0)::integer from numbers) as gaps
     from ledger full join stream using (key, title, email, version)`,
    [tenantId, slug, states, rows],
  );
  const [difference] = compared;
  if (difference === undefined) throw new Error('the ledger could not be compared');
  return difference;
};

/** Rows of the connection's tenant in the stream, and the batches that brought them. */
export const committed = async ({
  database,
  tenantId,
}: TestPlatform): Promise<{ readonly events: number; readonly batches: number }> => {
  const { rows } = await database.admin.query<{ events: number; batches: number }>(
    `select count(*)::integer as events, count(distinct batch_id)::integer as batches
     from au.canonical_streams where tenant_id = $1`,
    [tenantId],
  );
  return rows[0] ?? { events: 0, batches: 0 };
};
