import { setTimeout as sleep } from 'node:timers/promises';
import Table from 'cli-table3';
import { z } from 'zod';
import type { ApiClient } from '../cli/api-client.ts';
import type { Json } from '../domain/json.ts';
import type { Progress } from '../platform/servers/progress.ts';

const pollMs = 1_000;
const accepted = z.object({ task_id: z.string() });
const task = z.object({
  state: z.string(),
  failures: z.array(z.object({ stream: z.string(), reason: z.string() })),
});
const run = z.object({
  agent: z.string(),
  generation: z.number(),
  as_of: z.string().nullable(),
  insights: z.number().nullable(),
  measures: z.object({
    forecast: z
      .array(
        z.object({ currency: z.string(), months: z.number(), error: z.string(), naive_error: z.string() }),
      )
      .optional(),
  }),
});
const aoaState = z.object({
  generation: z.object({ generation: z.number(), events_since: z.number() }).nullable(),
  agents: z.array(run),
});
const insight = z.object({ agent: z.string(), kind: z.string(), title: z.string() });
const writeback = z.object({
  writeback_id: z.string(),
  digest: z.string(),
  state: z.string(),
  summary: z.string(),
  object: z.string(),
  field: z.string(),
  seen: z.json(),
  proposed: z.json(),
  golden_id: z.string(),
  read_again: z.number().nullable(),
  reason: z.string().nullable(),
});
type Writeback = z.infer<typeof writeback>;

export interface AgentsOutcome {
  readonly runs: readonly z.infer<typeof run>[];
  readonly insights: readonly z.infer<typeof insight>[];
  /** The change that was written and read back, in this run of the demo or an earlier one; null where nothing may be written. */
  readonly written: Writeback | null;
  /** What did not hold, one sentence each. */
  readonly failures: readonly string[];
}

/** Waits for a job; answers why it failed, or nothing. */
const ended = async (api: ApiClient, id: string): Promise<readonly string[]> => {
  for (;;) {
    const { state, failures } = await api.call(task, 'GET', `/tasks/${id}`);
    if (state === 'queued' || state === 'in_progress') await sleep(pollMs);
    else if (state === 'success') return [];
    else return [`the whole run ended as ${state}: ${failures.map(({ stream }) => stream).join(', ')}`];
  }
};

/** Reads every source, connects what came, and lets the agents look; answers what failed. */
const wholeRun = async (api: ApiClient): Promise<readonly string[]> =>
  await ended(api, (await api.call(accepted, 'POST', '/aoa/run')).task_id);

const isMoving = ({ state }: Writeback): boolean => ['proposed', 'approved', 'writing'].includes(state);

/** Approves a proposal and waits until the source has said the value back. */
const write = async (api: ApiClient, { writeback_id: id, digest }: Writeback): Promise<Writeback> => {
  await api.call(z.unknown(), 'POST', `/writebacks/${id}/approve`, { digest, reason: 'the demo' });
  for (;;) {
    const now = await api.call(writeback, 'GET', `/writebacks/${id}`);
    if (!isMoving(now)) return now;
    await sleep(pollMs);
  }
};

/** What must hold of a written value once everything was read again. */
const doubts = (written: Writeback, proposed: readonly Writeback[]): string[] => [
  ...(written.state === 'verified'
    ? []
    : [`the write-back ended as ${written.state}: ${written.reason ?? ''}`]),
  ...(written.read_again === null ? ['our own write was not recognised when it was read again'] : []),
  ...(proposed.some(({ golden_id }) => golden_id === written.golden_id)
    ? ['what was verified was proposed again']
    : []),
];

/**
 * Shows the agents on a running platform: what they found, and one write-back that is approved, written to the org, read back,
 * and recognised when everything is read once more. A second run of the demo finds it done and writes nothing.
 */
export const showAgents = async (
  api: ApiClient,
  { mayWrite, onProgress }: { readonly mayWrite: boolean; readonly onProgress: Progress },
): Promise<AgentsOutcome> => {
  const failures: string[] = [];
  const before = await api.call(aoaState, 'GET', '/aoa/state');
  if (before.generation === null || before.generation.events_since > 0) {
    onProgress('The sources are connected, and the agents look at the golden records');
    failures.push(...(await wholeRun(api)));
  }
  const [done] = await api.list(writeback, '/writebacks?state=verified');
  let written = done ?? null;
  const [proposal] = await api.list(writeback, '/writebacks?state=proposed');
  if (written === null && proposal !== undefined && mayWrite) {
    onProgress(`Approved: ${proposal.summary}`);
    await write(api, proposal);
    onProgress('Everything is read once more');
    failures.push(...(await wholeRun(api)));
    written = await api.call(writeback, 'GET', `/writebacks/${proposal.writeback_id}`);
  }
  if (written === null && mayWrite) failures.push('no write-back was proposed');
  if (written !== null)
    failures.push(...doubts(written, await api.list(writeback, '/writebacks?state=proposed')));
  const { agents } = await api.call(aoaState, 'GET', '/aoa/state');
  const insights = await api.list(insight, '/insights');
  if (insights.length === 0) failures.push('the agents found nothing');
  return { runs: agents, insights, written, failures };
};

const kindsOf = (insights: AgentsOutcome['insights'], agent: string): string => {
  const counts = new Map<string, number>();
  for (const { agent: whose, kind } of insights)
    if (whose === agent) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ');
};

/** The lines for a person: a row per agent, the errors of the forecast, and the write-back. */
export const agentsText = ({ runs, insights, written, failures }: AgentsOutcome): string => {
  const table = new Table({ head: ['agent', 'as of', 'insights', 'kinds'], style: { head: [], border: [] } });
  for (const { agent, as_of, insights: count } of runs)
    table.push([agent, as_of ?? '', count ?? 0, kindsOf(insights, agent)]);
  const forecasts = runs.flatMap(({ measures }) => measures.forecast ?? []);
  return [
    table.toString(),
    ...forecasts.map(
      ({ currency, months, error, naive_error }) =>
        `Forecast in ${currency || 'no currency'}, over ${months} months: mean error ${error}, by the last month alone ${naive_error}`,
    ),
    ...(written === null
      ? []
      : [
          `Write-back ${written.state}: ${written.object}.${written.field} ${JSON.stringify(written.seen)} → ${JSON.stringify(written.proposed)}`,
        ]),
    ...failures.map((failure) => `FAILED: ${failure}`),
  ].join('\n');
};

/** The same for a program. */
export const agentsJson = ({ runs, insights, written, failures }: AgentsOutcome): Json => ({
  runs: runs.map(({ agent, as_of, insights: count, measures }) => ({
    agent,
    as_of,
    insights: count,
    forecast: (measures.forecast ?? []).map((each) => ({ ...each })),
  })),
  kinds: Object.fromEntries(runs.map(({ agent }) => [agent, kindsOf(insights, agent)])),
  written: written === null ? null : { ...written },
  failures: [...failures],
});
