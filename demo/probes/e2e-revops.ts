import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { isFault } from '../../domain/faults.ts';
import type { ApiClient } from '../../cli/api-client.ts';
import type { Probe } from './probe.ts';

const pollMs = 1_000;
/** Citations of one insight that are followed. */
const mostFollowed = 3;
const task = z.object({
  state: z.string(),
  failures: z.array(z.object({ stream: z.string(), reason: z.string() })),
});
const aoa = z.object({
  generation: z.object({ generation: z.number(), events_since: z.number() }).nullable(),
  agents: z.array(z.object({ agent: z.string(), generation: z.number(), state: z.string() })),
});
const insight = z.object({
  insight_id: z.string(),
  kind: z.string(),
  generation: z.number(),
  citations: z.array(z.object({ entity: z.string(), id: z.string() })),
});
const detail = z.object({ evidence: z.array(z.object({ name: z.string(), sql: z.string() })) });
const writeback = z.object({ writeback_id: z.string(), insight_id: z.string() });

const isThere = async (api: ApiClient, path: string): Promise<boolean> => {
  try {
    await api.call(z.unknown(), 'GET', path);
    return true;
  } catch (error) {
    if (isFault(error) && error.code === 'not_found') return false;
    throw error;
  }
};

const run = async (api: ApiClient): Promise<readonly string[]> => {
  const { task_id: id } = await api.call(z.object({ task_id: z.string() }), 'POST', '/aoa/run');
  for (;;) {
    const { state, failures } = await api.call(task, 'GET', `/tasks/${id}`);
    if (state === 'success') return [];
    if (state !== 'queued' && state !== 'in_progress')
      return [
        `the whole run ended as ${state}`,
        ...failures.map(({ stream }) => `${stream} did not succeed`),
      ];
    await sleep(pollMs);
  }
};

/**
 * From the sources to what RevOps wants: everything is read and connected, the agent has looked at the newest golden records,
 * every insight shows its statements, and the records that it cites are there. Decides nothing and writes to no source.
 */
export const probeRevops: Probe = async (api, say) => {
  const failures = [...(await run(api))];
  const { generation, agents } = await api.call(aoa, 'GET', '/aoa/state');
  if (generation === null) return [...failures, 'there are no golden records'];
  say(`generation ${generation.generation}, ${generation.events_since} events behind`);
  const revops = agents.find(({ agent }) => agent === 'revops');
  if (revops?.generation !== generation.generation)
    failures.push('RevOps has not looked at the newest generation');
  const insights = await api.list(insight, '/insights?agent=revops');
  say(`${insights.length} insights`);
  if (insights.length === 0) failures.push('RevOps found nothing');
  for (const { insight_id: id, kind, citations } of insights) {
    const { evidence } = await api.call(detail, 'GET', `/insights/${id}`);
    if (evidence.length === 0 || evidence.some(({ sql }) => sql === ''))
      failures.push(`${kind} ${id} shows no statement`);
    if (citations.length === 0) failures.push(`${kind} ${id} cites nothing`);
    for (const { entity, id: golden } of citations.slice(0, mostFollowed))
      if (!(await isThere(api, `/dcl/views/${entity}/${encodeURIComponent(golden)}`)))
        failures.push(`${kind} ${id} cites ${entity} ${golden}, which is not there`);
  }
  const proposals = await api.list(writeback, '/writebacks?state=proposed&agent=revops');
  say(`${proposals.length} changes wait for a decision`);
  for (const { insight_id: id, writeback_id } of proposals)
    if (!(await isThere(api, `/insights/${id}`)))
      failures.push(`write-back ${writeback_id} rests on an insight that is not there`);
  return failures;
};
