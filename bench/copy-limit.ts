import { once } from 'node:events';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

const columns =
  'tenant_id, trace_id, version, source_system, connection_id, entity, external_id, idempotency_key, emitted_at, payload';

/**
 * The limit beside which an ingest is held: ready events of the same size go by COPY into a stage and from there, ON
 * CONFLICT DO NOTHING, into a table with an identity and one unique key, in batches of 20,000. Nothing is parsed, mapped,
 * compared or kept besides. Answers seconds.
 */
export const copyLimit = async (databaseUrl: string, rows: number): Promise<number> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`
      drop schema if exists bench cascade;
      create schema bench;
      create table bench.canonical_streams (
        id bigint generated always as identity primary key, tenant_id uuid not null, trace_id uuid not null,
        version smallint not null, source_system text not null, connection_id uuid not null, entity text not null,
        external_id text not null, idempotency_key bytea not null, emitted_at timestamptz not null, payload jsonb not null,
        unique (tenant_id, idempotency_key));
      create temp table ready as select ${columns} from bench.canonical_streams with no data`);
    const batches: Buffer[] = [];
    for (let from = 0; from < rows; from += 20_000)
      batches.push(readyEvents(from, Math.min(rows, from + 20_000)));
    const begun = performance.now();
    for (const batch of batches) {
      await client.query('begin');
      const copy = client.query(copyFrom(`copy ready (${columns}) from stdin`));
      copy.end(batch);
      await once(copy, 'finish');
      await client.query(
        `insert into bench.canonical_streams (${columns}) select ${columns} from ready on conflict (tenant_id, idempotency_key) do nothing`,
      );
      await client.query('truncate ready');
      await client.query('commit');
    }
    return (performance.now() - begun) / 1000;
  } finally {
    await client.query('drop schema if exists bench cascade');
    await client.end();
  }
};

const readyEvents = (from: number, to: number): Buffer => {
  const tenant = '11111111-1111-4111-8111-111111111111';
  let text = '';
  for (let n = from; n < to; n += 1) {
    const payload = JSON.stringify({
      id: `003${n}`,
      account_id: `001${n % 20_000}`,
      first_name: 'Jürgen',
      last_name: 'Novák',
      email: `p${n}@example${n % 997}.com`,
      phone: '+16175550000',
      mobile_phone: null,
      title: 'VP, Sales',
      department: 'Operations',
      street: `${n % 9_999} Main Street`,
      city: 'München',
      state: 'BY',
      postal_code: '80331',
      country: 'DE',
      lead_source: 'Web',
      owner_id: `005${n % 40}`,
      opted_out: false,
      description: 'Met at the trade show, wants a call back.',
      created_at: '2023-04-05T10:00:00.000Z',
      updated_at: '2024-04-05T11:30:00.000Z',
    });
    text += `${tenant}\t${tenant}\t1\tsalesforce\t${tenant}\tcontact\t003${n}\t\\\\x${n.toString(16).padStart(64, '0')}\t2024-01-01T00:00:00Z\t${payload}\n`;
  }
  return Buffer.from(text);
};
