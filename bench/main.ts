/** `npm run bench -- [--rows N] [--turns N]`: an ingest of a CSV file through the whole platform beside the COPY limit. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { z } from 'zod';
import { bringUp } from '../cli/bring-up.ts';
import { installation } from '../cli/installation.ts';
import { ApiClient } from '../demo/api-client.ts';
import { ensureTenant } from '../demo/ensure-tenant.ts';
import { ingest } from '../demo/ingest.ts';
import { copyLimit } from './copy-limit.ts';
import { writeContacts } from './contacts.ts';
import { median, range } from './statistics.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '100000' }, turns: { type: 'string', default: '9' } },
});
const rows = Number(values.rows);
const turns = Number(values.turns);
const say = (line: string): void => {
  process.stderr.write(`[bench] ${line}\n`);
};

const created = z.object({ connection_id: z.string() });
const bench = { email: 'bench@example.com', password: 'bench-only-on-loopback-3f9c', tenantName: 'Bench' };

const platform = await bringUp({
  environment: {
    ...process.env,
    SERVE_CONSOLE: 'false',
    RATE_WRITES_PER_MINUTE: '100000',
    RATE_READS_PER_MINUTE: '100000',
  },
  onProgress: say,
  mongodb: false,
});
try {
  const api = new ApiClient(platform.apiUrl);
  const tenant = await ensureTenant(api, bench);
  const root = platform.environment['FILESOURCE_ROOT'] ?? join(installation.folder, 'files');
  const measured: { limit: number; first: number; again: number }[] = [];
  for (let turn = 1; turn <= turns; turn += 1) {
    const slug = `bench-${Date.now().toString(36)}`;
    await mkdir(join(root, tenant, slug), { recursive: true });
    await writeContacts(join(root, tenant, slug, 'Contact.csv'), rows);
    const { connection_id: id } = await api.call(created, 'POST', '/connections', {
      system: 'filesource',
      name: slug,
      slug,
      config: { folder: slug },
      credentials: {},
    });
    const limit = await copyLimit(platform.servers.postgres.url, rows);
    const first = await timed(() => ingestExactly(api, { id, slug }, rows));
    const again = await timed(() => ingestExactly(api, { id, slug }, 0));
    measured.push({ limit, first, again });
    say(
      `turn ${turn}: limit ${limit.toFixed(2)} s, ingest ${first.toFixed(2)} s, the same file again ${again.toFixed(2)} s`,
    );
  }
  report(measured);
} finally {
  await platform.stop();
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

/** A run whose count is wrong is an error, not a time. */
async function ingestExactly(
  api: ApiClient,
  connection: { id: string; slug: string },
  events: number,
): Promise<void> {
  const ended = await ingest(api, connection, () => undefined);
  if (ended.state !== 'success' || ended.totals?.events !== events)
    throw new Error(`expected ${events} events, got ${JSON.stringify(ended.totals)} (${ended.state})`);
}

function report(measured: readonly { limit: number; first: number; again: number }[]): void {
  const table = new Table({
    head: ['what', 'min', 'median', 'max', 'rows/s at median'],
    style: { head: [], border: [] },
  });
  const line = (what: string, seconds: readonly number[]): void => {
    table.push([
      what,
      ...range(seconds).map((value) => value.toFixed(2)),
      Math.round(rows / median(seconds)),
    ]);
  };
  line(
    'limit: COPY to stage, INSERT ON CONFLICT (s)',
    measured.map(({ limit }) => limit),
  );
  line(
    'CSV to canonical_streams, first (s)',
    measured.map(({ first }) => first),
  );
  line(
    'the same file again, 0 events (s)',
    measured.map(({ again }) => again),
  );
  process.stdout.write(`${table.toString()}\n`);
  const share = measured.map(({ limit, first }) => limit / first);
  const retry = measured.map(({ first, again }) => again / first);
  process.stdout.write(
    `of the limit, paired: ${range(share)
      .map((value) => value.toFixed(2))
      .join(' / ')} (min / median / max)\n`,
  );
  process.stdout.write(
    `again against first, paired: ${range(retry)
      .map((value) => value.toFixed(2))
      .join(' / ')}\n`,
  );
}
