import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const everyMs = 10;

/** Statements of the worker, by what they begin with. */
const names: readonly (readonly [what: string, beginning: RegExp])[] = [
  ['COPY to the stage', /^\s*copy stage/i],
  ['compare with the records’ state', /^\s*insert into resolved/i],
  ['insert raw records', /^\s*insert into au\.source_records/i],
  ['insert events', /^\s*insert into au\.canonical_streams/i],
  ['insert or change state', /^\s*(?:insert into|update) au\.record_state/i],
  ['count outcomes', /^\s*select r\.entity/i],
  ['commit', /^\s*commit/i],
];

/** Looks a hundred times a second at what the worker's sessions run; answers the share of each statement in percent. */
export const sampleStatements = async (
  url: string,
  until: Promise<unknown>,
): Promise<ReadonlyMap<string, number>> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const ended = new AbortController();
  const end = (): void => {
    ended.abort();
  };
  until.then(end, end);
  const counts = new Map<string, number>();
  try {
    while (!ended.signal.aborted) {
      const { rows } = await client.query<{ query: string }>(
        `select query from pg_stat_activity where application_name = 'autonomos au_worker' and state = 'active'`,
      );
      for (const { query } of rows) {
        const what = names.find(([, beginning]) => beginning.test(query))?.[0] ?? 'other';
        counts.set(what, (counts.get(what) ?? 0) + 1);
      }
      await sleep(everyMs);
    }
  } finally {
    await client.end();
  }
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return new Map([...counts].map(([what, count]) => [what, (100 * count) / all]));
};
