import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** The contacts of `writeContacts` as a table of a CRM that runs on PostgreSQL, and the mapping for it. */

const columns = [
  ['id', 'text primary key'],
  ...[
    ...['account_id', 'first_name', 'last_name', 'email', 'phone', 'mobile_phone', 'title', 'department'],
    ...['mailing_street', 'mailing_city', 'mailing_state', 'mailing_postal_code', 'mailing_country'],
    ...['lead_source', 'owner_id'],
  ].map((name) => [name, 'text'] as const),
  ['has_opted_out_of_email', 'boolean'],
  ['description', 'text'],
  ['created_date', 'timestamptz'],
  ['last_modified_date', 'timestamptz'],
] as const;

export const sourceSchema = 'src_crm';
export const sourceTable = 'contacts';

export const sourceMapping = `system: supabase
object: ${sourceTable}
entity: contact
version: 1
key: id
fields:
  first_name: { from: first_name, transform: [trim] }
  last_name: { from: last_name, transform: [trim] }
  full_name: { from: [first_name, last_name], transform: [{ join: ' ' }, collapse_spaces] }
  email: { from: email, transform: [{ email: { otherwise: keep } }] }
  phone: { from: [phone, mailing_country], transform: [{ phone: { region: US, otherwise: keep } }] }
  mobile_phone: { from: [mobile_phone, mailing_country], transform: [{ phone: { region: US, otherwise: keep } }] }
  title: { from: title, transform: [trim] }
  department: { from: department, transform: [trim] }
  account_id: account_id
  owner_id: owner_id
  mailing_street: { from: mailing_street, transform: [trim] }
  mailing_city: { from: mailing_city, transform: [trim] }
  mailing_state: { from: mailing_state, transform: [trim] }
  mailing_postal_code: { from: mailing_postal_code, transform: [trim] }
  mailing_country: { from: mailing_country, transform: [{ country: { otherwise: empty } }] }
  created_at: { from: created_date, transform: [{ timestamp: { zone: UTC } }] }
  updated_at: { from: last_modified_date, transform: [{ timestamp: { zone: UTC } }] }
`;

/** Makes the database beside the platform's own and fills its table from a file of contacts; answers its URL. */
export const fillSourceTable = async (platformUrl: string, file: string): Promise<string> => {
  const database = 'bench_source';
  await withClient(platformUrl, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${database}`);
  });
  const url = new URL(platformUrl);
  url.pathname = `/${database}`;
  await withClient(url.href, async (client) => {
    await client.query(
      `drop schema if exists ${sourceSchema} cascade; create schema ${sourceSchema};
       create table ${sourceSchema}.${sourceTable} (${columns.map((column) => column.join(' ')).join(', ')})`,
    );
    const copy = `copy ${sourceSchema}.${sourceTable} from stdin (format csv, header)`;
    await pipeline(createReadStream(file), client.query(copyFrom(copy)));
    await client.query('analyze');
  });
  return url.href;
};

/** Works with a connection of its own and closes it. */
export const withClient = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};
