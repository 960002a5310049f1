import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ApiClient } from '../cli/api-client.ts';
import { ledgerLine } from '../cli/ledger-line.ts';
import type { Progress } from '../platform/servers/progress.ts';

const accepted = z.object({ task_id: z.string() });
const task = z.object({
  task_id: z.string(),
  state: z.enum(['queued', 'in_progress', 'success', 'failed', 'cancelled']),
  progress: z.object({ rows: z.number().optional(), stream: z.string().optional() }),
  totals: z.object({ read: z.number(), events: z.number() }).nullable(),
  failures: z.array(z.object({ stream: z.string(), reason: z.string() })),
  unmapped: z.array(z.object({ object: z.string(), rows: z.number().nullable() })),
  ledgers: z.array(ledgerLine),
});

/** An ingest that has ended. */
export type IngestResult = z.infer<typeof task>;

const usualPollMs = 700;
const tellEveryMs = 5_000;

/** Ingests a connection and waits for the end, telling how far it is. */
export const ingest = async (
  api: ApiClient,
  connection: { readonly id: string; readonly slug: string },
  onProgress: Progress,
  pollMs = usualPollMs,
): Promise<IngestResult> => {
  const { task_id: id } = await api.call(accepted, 'POST', `/connections/${connection.id}/ingest`);
  let toldAt = performance.now();
  for (;;) {
    const now = await api.call(task, 'GET', `/tasks/${id}`);
    if (now.state !== 'queued' && now.state !== 'in_progress') return told(now, connection.slug, onProgress);
    if (performance.now() - toldAt > tellEveryMs) {
      toldAt = performance.now();
      const { rows = 0, stream = 'starting' } = now.progress;
      onProgress(`${connection.slug}: ${now.state === 'queued' ? 'queued' : `${stream}, ${rows} rows`} …`);
    }
    await sleep(pollMs);
  }
};

const told = (ended: IngestResult, slug: string, onProgress: Progress): IngestResult => {
  const { read = 0, events = 0 } = ended.totals ?? {};
  onProgress(`${slug}: ${ended.state}, ${read} rows, ${events} new events`);
  for (const { stream, reason } of ended.failures) onProgress(`${slug}: ${stream} failed: ${reason}`);
  return ended;
};
