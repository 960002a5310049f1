import pg from 'pg';
import { postgresSettings } from '../source-address.ts';
import type { Lane } from './lane.ts';
import { expectedOf, plainNames, stampedMapping } from './stamped-row.ts';

const object = 'firms';

/** A table whose column is renamed under its writer; sure, and allowed to be repaired by itself. */
export const postgresLane = async (
  url: string,
  run: string,
  formerRuns: readonly string[],
): Promise<Lane> => {
  const schema = `drift_${run}`;
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 15_000,
    query_timeout: 120_000,
    application_name: 'autonomos-demo',
  });
  await client.connect();
  for (const former of formerRuns) await client.query(`drop schema if exists drift_${former} cascade`);
  await client.query(`create schema ${schema}`);
  await client.query(
    `create table ${schema}.${object} (id integer primary key, title text not null, sector text, turnover numeric(14,2),
       staff integer, about text)`,
  );
  let sector = 'sector';
  return {
    connection: {
      slug: `drift-postgres-${run}`,
      name: 'Drift: PostgreSQL',
      system: 'supabase',
      ...postgresSettings(url, schema),
    },
    object,
    mapping: stampedMapping('supabase', object, plainNames),
    policy: 'auto',
    ending: 'repaired by itself',
    change: 'column sector renamed to business_sector',
    mutations: [
      { door: 'supabase', kind: 'rename_column', arguments: { from: 'sector', to: 'business_sector' } },
    ],
    changesInSteps: false,
    drift: () => {
      sector = 'business_sector';
      return Promise.resolve();
    },
    putBack: () => Promise.resolve(),
    write: async (rows) => {
      await client.query(
        `insert into ${schema}.${object} (id, title, ${sector}, turnover, staff, about)
         select id, title, sector, turnover, staff, about from json_to_recordset($1::json)
           as r (id integer, title text, sector text, turnover numeric, staff integer, about text)`,
        [JSON.stringify(rows)],
      );
      return rows.map(expectedOf);
    },
    dropped: [],
    close: () => client.end(),
  };
};
