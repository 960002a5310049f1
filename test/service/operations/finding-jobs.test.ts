import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { createClient } from '../../../temporal/client.ts';
import { adminToken, startApiProcess } from '../../support/api-process.ts';
import type { ApiProcess } from '../../support/api-process.ts';
import { runCli } from '../../support/run-cli.ts';
import { startOtlpReceiver } from '../../support/otlp-receiver.ts';
import type { OtlpReceiver, ReceivedSpan } from '../../support/otlp-receiver.ts';
import { TestPlatform, until } from '../../support/test-platform.ts';

let collector: OtlpReceiver;
let platform: TestPlatform;
let api: ApiProcess;
let temporal: Client;
let token: string;
let connectionId: string;

beforeAll(async () => {
  collector = await startOtlpReceiver();
  platform = await TestPlatform.start();
  const traced = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  await platform.startWorker(traced);
  api = await startApiProcess({ ...platform.environment, ...traced });
  temporal = await platform.temporal();
  token = await adminToken(platform);
  const { json } = await api.ask('POST', '/api/v1/connections', {
    token,
    body: { system: 'filesource', name: 'Files', config: {} },
  });
  connectionId = String(json?.['connection_id']);
}, 180_000);
afterAll(async () => {
  await temporal.connection.close();
  api.child.kill();
  await api.exited;
  await platform.stop();
  await collector.close();
});

/** Starts a job by its door; answers its task and the trace of the request. */
const start = async (door: 'ingest' | 'test'): Promise<{ taskId: string; traceId: string }> => {
  const { status, json, headers, text } = await api.ask(
    'POST',
    `/api/v1/connections/${connectionId}/${door}`,
    {
      token,
    },
  );
  if (status !== 202) throw new Error(text);
  return { taskId: String(json?.['task_id']), traceId: headers.get('x-request-id') ?? '' };
};

const hasEnded = (taskId: string) => () =>
  api
    .ask('GET', `/api/v1/tasks/${taskId}`, { token })
    .then(({ json }) => ['success', 'failed'].includes(String(json?.['state'])));

/** Names of a span and all above it, up to the trace's first. */
const lineOf = (spans: readonly ReceivedSpan[], span: ReceivedSpan): string[] => {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return [span.name, ...(parent === undefined ? [] : lineOf(spans, parent))];
};

test.each([
  ['test', 'check', 'checkConnection'],
  ['ingest', 'ingest', 'ingest'],
] as const)(
  'the trace of a request to %s goes on through outbox, workflow and activity',
  async (door, kind, workflow) => {
    const { taskId, traceId } = await start(door);
    const spansOfTrace = () => collector.spans.filter((span) => span.traceId === traceId);
    const ofActivity = () => spansOfTrace().find(({ name }) => name === 'RunActivity:endTask');
    const ofRequest = () => spansOfTrace().find(({ name }) => name.startsWith('POST '));
    await until('the job has ended', hasEnded(taskId));
    await until(
      'the spans are exported',
      () => ofActivity() !== undefined && ofRequest() !== undefined,
      () => JSON.stringify(collector.spans.map(({ name, traceId: trace }) => [trace, name])),
    );
    const spans = spansOfTrace();
    const activity = ofActivity()!;
    await until('the workflow span is exported', () =>
      spansOfTrace().some(({ name }) => name === `RunWorkflow:${workflow}`),
    );
    expect(activity.service).toBe('autonomos-worker');
    expect(ofRequest()!.service).toBe('autonomos-api');
    const line = lineOf([...spans, ...spansOfTrace()], activity);
    expect(line).toEqual(
      expect.arrayContaining([
        'StartActivity:endTask',
        `RunWorkflow:${workflow}`,
        `StartWorkflow:${workflow}`,
        `start ${kind}`,
        `POST /api/v1/connections/:connection_id/${door}`,
      ]),
    );
    expect(line.at(-1)).toBe(`POST /api/v1/connections/:connection_id/${door}`);
    expect(spans.map(({ name }) => name)).toContain('outbox start_task');
  },
);

test('the command line shows what a check came to, and ends with 7 when a step failed', async () => {
  const { code, out } = await runCli(['connections', 'test', 'files'], {
    AUTONOMOS_HOME: platform.folder,
    AUTONOMOS_URL: api.url,
    AUTONOMOS_TOKEN: token,
  });
  expect([code, out]).toEqual([
    7,
    expect.stringMatching(/configuration │ fail │ The folder is not there/) as string,
  ]);
});

test('jobs are found by tenant, connection and kind of task', async () => {
  const { taskId } = await start('ingest');
  await until('the job has ended', hasEnded(taskId));
  const found = async (query: string): Promise<string[]> => {
    const ids: string[] = [];
    for await (const { workflowId } of temporal.workflow.list({ query })) ids.push(workflowId);
    return ids;
  };
  const own = `TenantId = '${platform.tenantId}'`;
  const ingest = `ingest/${platform.tenantId}/${connectionId}`;
  await until('the index has it', async () => (await found(`${own} and TaskId = '${taskId}'`)).length > 0);
  expect(await found(`TaskId = '${taskId}'`)).toEqual([ingest]);
  expect(new Set(await found(`${own} and ConnectionId = '${connectionId}' and TaskKind = 'ingest'`))).toEqual(
    new Set([ingest]),
  );
  expect((await found(own)).map((id) => id.split('/')[0])).toEqual(
    expect.arrayContaining(['admit', 'check', 'ingest']),
  );
  expect(await found(`TenantId = '${randomUUID()}'`)).toEqual([]);
});

test('a start that carries one tenant in its id and another in its argument is refused', async () => {
  const client = createClient(temporal.connection, {
    TEMPORAL_NAMESPACE: platform.namespace,
    ENCRYPTION_KEY: platform.environment['ENCRYPTION_KEY'] ?? '',
    ENCRYPTION_KEYS_OLD: [],
  });
  await expect(
    client.workflow.start('admit', {
      workflowId: `admit/${platform.tenantId}`,
      taskQueue: 'control',
      args: [{ tenantId: randomUUID() }],
    }),
  ).rejects.toThrow(/another tenant's ids/);
});
