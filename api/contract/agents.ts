import { z } from 'zod';
import { agentIds, severities } from '../../domain/agents/finding.ts';
import { autonomyModes } from '../../domain/states/writeback.ts';
import { jsonObject } from './json-object.ts';
import { orNull } from './or-null.ts';
import { pageOf, pageQuery, timestamp } from './page.ts';

export const agentId = z.enum(agentIds).meta({ id: 'AgentId' });
const insightSeverity = z.enum(severities).meta({ id: 'InsightSeverity' });
const autonomy = z.enum(autonomyModes).meta({
  id: 'Autonomy',
  description:
    '`observe`: finds and proposes nothing; `suggest`: proposes changes that people decide; `act`: decides them itself',
});
const count = z.int().nonnegative();
const day = z.iso.date();

export const agentRun = z
  .strictObject({
    run_id: z.uuid(),
    agent: agentId,
    generation: count.describe(
      'The golden records that it looked at: the same generation gives the same insights',
    ),
    task_id: z.uuid().nullable(),
    state: z.enum(['running', 'done', 'failed']),
    as_of: day
      .nullable()
      .describe('The newest day that the data shows; late and stale are meant on this day'),
    insights: count.nullable(),
    proposals: count.nullable().describe('Changes that the run stands for, new and confirmed'),
    content_hash: z.string().nullable().describe('Over the insights in their order'),
    measures: jsonObject.describe(
      'What the run as a whole is measured by, such as the back-test of the forecast',
    ),
    error: z.string().nullable(),
    started_at: timestamp,
    ended_at: timestamp.nullable(),
  })
  .meta({ id: 'AgentRun' });

export const agent = z
  .strictObject({
    agent: agentId,
    title: z.string(),
    purpose: z.string(),
    reads: z.array(z.string()).describe('The views that it reads, and nothing else'),
    writes: z.array(z.string()).describe('What it may propose to change in a source'),
    kinds: z.array(z.string()).describe('Kinds of insights'),
    autonomy,
    last_run: orNull(agentRun).describe('The newest run that came to its end'),
  })
  .meta({ id: 'Agent' });
export const agentList = z.strictObject({ data: z.array(agent) });
export const agentParams = z.strictObject({ agent: agentId });
export const autonomyBody = z.strictObject({ autonomy });
export const runAgentBody = z.strictObject({
  generation: z.int().positive().optional().describe('Left out: the current one'),
});
export const agentRunPage = pageOf(agentRun).meta({ id: 'AgentRunPage' });
export const agentRunsQuery = z.strictObject(pageQuery);

const citation = z
  .strictObject({
    entity: z.enum(['account', 'contact', 'opportunity', 'cloud_resource', 'cloud_cost']),
    id: z.string().describe('Golden id: GET /dcl/views/{entity}/{id}'),
  })
  .meta({ id: 'Citation' });

const insightFields = {
  insight_id: z.uuid().describe('The same content found again is the same insight'),
  agent: agentId,
  kind: z.string(),
  key: z.string().describe('What it is about'),
  severity: insightSeverity,
  title: z.string(),
  summary: z.string(),
  figures: jsonObject.describe(
    'Money is text: exact where it was summed, rounded to cents where it is estimated',
  ),
  citations: z.array(citation).describe('Golden records that it rests on, the weightiest first'),
  as_of: day,
  created_at: timestamp,
};

const insight = z
  .strictObject({ ...insightFields, run_id: z.uuid(), generation: count })
  .meta({ id: 'Insight' });
export const insightPage = pageOf(insight).meta({ id: 'InsightPage' });
export const insightsQuery = z.strictObject({
  ...pageQuery,
  agent: agentId.optional(),
  kind: z.string().min(1).max(60).optional(),
  severity: insightSeverity.optional(),
  run_id: z.uuid().optional().describe('Of this run; left out: of the newest run of each agent'),
});
export const insightParams = z.strictObject({ insight_id: z.uuid() });
export const insightDetail = z
  .strictObject({
    ...insightFields,
    first_generation: count,
    evidence: z
      .array(z.strictObject({ name: z.string(), sql: z.string() }))
      .describe('What its newest run asked of the views; `POST /dcl/query` answers it again'),
    runs: z
      .array(z.strictObject({ run_id: z.uuid(), generation: count, started_at: timestamp }))
      .describe('Runs that found it, the newest first'),
    writeback_ids: z.array(z.uuid()).describe('Changes that it called for, the newest first'),
  })
  .meta({ id: 'InsightDetail' });
