/**
 * `node bench/unify.ts FOLDER [MEMORY_MB]`: unifies the people of contacts.csv and people_b.csv (shared/bench/gen.py) once and
 * prints what it took as one JSON line, beside the pairs that truth_people.csv knows.
 */
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { literal, openDuckDb } from '../platform/duckdb/open-duckdb.ts';
import { readRows, textOf } from '../platform/duckdb/read-columns.ts';
import { unifyRecords } from '../platform/duckdb/unify/unify-records.ts';

const [folder = '.', memory = '256'] = process.argv.slice(2);
const [contacts, people] = ['contacts.csv', 'people_b.csv'].map((name) => join(folder, name));
const fields = [
  'full_name first_name last_name email phone mobile_phone',
  'mailing_street mailing_city mailing_postal_code',
]
  .join(' ')
  .split(' ');

/** Pairs of records that are one person, and how many of the pairs put together are such. */
async function accuracy(
  clusterOf: ReadonlyMap<string, string>,
): Promise<{ precision: number; recall: number }> {
  const sizes = new Map<string, number>();
  for (const cluster of clusterOf.values()) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  const pairs = (of: Iterable<number>): number =>
    [...of].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
  const together = new Map<string, number>();
  const persons = new Map<string, number>();
  let header = true;
  for await (const line of createInterface({ input: createReadStream(join(folder, 'truth_people.csv')) })) {
    const [person = '', source = '', id = ''] = line.split(',');
    if (!header) {
      const place = `${person} ${clusterOf.get(`${source}:${id}`) ?? ''}`;
      together.set(place, (together.get(place) ?? 0) + 1);
      persons.set(person, (persons.get(person) ?? 0) + 1);
    }
    header = false;
  }
  const right = pairs(together.values());
  return { precision: right / pairs(sizes.values()), recall: right / pairs(persons.values()) };
}

const started = performance.now();
const spillFolder = mkdtempSync(join(tmpdir(), 'autonomos-bench-'));
const { connection, close } = await openDuckDb({
  memoryMb: Number(memory),
  threads: 2,
  spillFolder,
  readable: [contacts ?? '', people ?? ''],
});
await connection.run(`CREATE TABLE records AS
  SELECT 'a:' || Id AS key, 'a' AS source, NULL AS full_name, FirstName AS first_name, LastName AS last_name, Email AS email,
    Phone AS phone, MobilePhone AS mobile_phone, MailingStreet AS mailing_street, MailingCity AS mailing_city,
    MailingPostalCode AS mailing_postal_code FROM read_csv(${literal(contacts ?? '')}, all_varchar = true, header = true)
  UNION ALL SELECT 'b:' || contact_uid, 'b', full_name, given, family, email_address, tel, NULL, NULL, city, zip
    FROM read_csv(${literal(people ?? '')}, all_varchar = true, header = true)`);
const loaded = performance.now();
const { records, clusters, pairs, took } = await unifyRecords(connection, {
  entity: 'contact',
  records: { table: 'records', columns: new Map(fields.map((name) => [name, name])) },
});
const seconds = (performance.now() - started) / 1000;
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const clusterOf = new Map<string, string>();
await readRows(connection, 'SELECT key, cluster FROM unify_clusters', ([key, cluster]) => {
  clusterOf.set(textOf(key) ?? '', textOf(cluster) ?? '');
});
close();
rmSync(spillFolder, { recursive: true, force: true });
const rounded = Object.fromEntries(Object.entries(took).map(([step, ms]) => [step, Math.round(ms)]));
console.log(
  JSON.stringify({
    records,
    clusters,
    pairs,
    seconds,
    cpu_seconds: (userCPUTime + systemCPUTime) / 1e6,
    peak_mb: (maxRSS * 1024) / 1e6,
    load_ms: Math.round(loaded - started),
    ...rounded,
    ...(await accuracy(clusterOf)),
  }),
);
