import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Client, WorkflowHandle } from '@temporalio/client';
import type { QueryDefinition, SignalDefinition, UpdateDefinition } from '@temporalio/common';
import * as workflows from '../../workflows/index.ts';
import { plantAgents } from '../support/planted-agents.ts';
import { tenantRows } from '../support/tenant-rows.ts';
import { TestPlatform, until } from '../support/test-platform.ts';

type Message = SignalDefinition<unknown[]> | QueryDefinition<unknown, [Theirs]> | UpdateDefinition<unknown>;

/** What each workflow type is started with, beside the own tenant's id: ids that belong to the other tenant. */
const foreignInputs: Readonly<Record<string, (theirs: Theirs) => Record<string, unknown> | undefined>> = {
  ingest: (theirs) => ({ ...theirs }),
  checkConnection: (theirs) => ({ ...theirs }),
  mutateSource: (theirs) => ({
    ...theirs,
    mutation: { kind: 'add_rows', object: 'accounts.csv', arguments: {} },
  }),
  replay: (theirs) => ({ ...theirs, stream: 'accounts.csv', after: '' }),
  dclConnect: (theirs) => ({ ...theirs }),
  admit: () => ({}),
  repair: ({ driftEventId }) => ({ driftEventId }),
  undoRepair: ({ repairId }) => ({ repairId }),
  suggestMappings: (theirs) => ({ ...theirs }),
  runAgents: (theirs) => ({ ...theirs, generation: 1 }),
  writeBack: ({ writebackId }) => ({ writebackId }),
  aoa: (theirs) => ({ ...theirs }),
  observeSchemas: ({ connectionId, traceId }) => ({ connectionIds: [connectionId], traceId }),
  // Takes no arguments: it serves all tenants, one transaction each.
  tick: () => undefined,
};

interface Theirs {
  readonly connectionId: string;
  readonly taskId: string;
  readonly traceId: string;
  readonly driftEventId: string;
  readonly repairId: string;
  readonly writebackId: string;
}

let platform: TestPlatform;
let temporal: Client;
let theirs: Theirs;
let before: Awaited<ReturnType<typeof tenantRows>>;
const mine = randomUUID();

beforeAll(async () => {
  platform = await TestPlatform.start();
  temporal = await platform.temporal();
  await platform.database.admin.query('select au.register_tenant($1, $2, $3, $4, $2, $2)', [
    mine,
    'Mine',
    randomUUID(),
    'mine@example.com',
  ]);
  await platform.startWorker();
  const connectionId = await platform.connectFiles('theirs', {
    'accounts.csv':
      'account,sector,year_established,revenue,employees,office_location,subsidiary_of\nA,retail,1999,1,1,Kenya,\n',
  });
  const { task_id } = await platform.ingest(connectionId);
  theirs = {
    connectionId,
    taskId: task_id,
    traceId: 'a'.repeat(32),
    ...(await plantRepair(connectionId)),
    ...(await plantWriteback(connectionId)),
  };
  // What is due by its own schedule would change the tenant without anybody's doing.
  await platform.database.admin.query(`update au.connections set status = 'paused'`);
  await until('nothing is left to do for the other tenant', async () => {
    const { status } = await temporal.workflow.getHandle(`admit/${platform.tenantId}`).describe();
    return (
      status.name === 'COMPLETED' &&
      (await tenantRows(platform.database, platform.tenantId))['outbox'] === undefined
    );
  });
  before = await tenantRows(platform.database, platform.tenantId);
}, 180_000);
afterAll(async () => {
  await temporal.connection.close();
  await platform.stop();
});

/** A change that waits for people. */
const plantWriteback = async (connectionId: string): Promise<{ writebackId: string }> => {
  const { writebackId } = await plantAgents(platform.database, {
    tenantId: platform.tenantId,
    connectionId,
    object: 'gone.csv',
  });
  return { writebackId };
};

/** A ticket that waits for people, and an applied repair of it that somebody wants undone. */
const plantRepair = async (connectionId: string): Promise<{ driftEventId: string; repairId: string }> => {
  const [driftEventId, repairId] = [randomUUID(), randomUUID()];
  await platform.database.admin.query(
    `insert into au.drift_events (tenant_id, drift_event_id, connection_id, object, kind, severity, state, digest)
     values ($1, $2, $3, 'gone.csv', 'removed', 'breaking', 'manual', 'd')`,
    [platform.tenantId, driftEventId, connectionId],
  );
  await platform.database.admin.query(
    `insert into au.repairs (tenant_id, repair_id, drift_event_id, connection_id, object, ticket_digest, digest, state, band,
       confidence, author, mappings, trace_id) values ($1, $2, $3, $4, 'gone.csv', 'd', 'd', 'applied', 'review', 1, 'human', '[]', 't')`,
    [platform.tenantId, repairId, driftEventId, connectionId],
  );
  return { driftEventId, repairId };
};

/** Every signal, query and update that any workflow of ours listens to, from the contracts. */
const messages = async (): Promise<readonly Message[]> => {
  const folder = join(import.meta.dirname, '../../workflows');
  const contracts = await Promise.all(
    readdirSync(folder)
      .filter((file) => file.endsWith('.contract.ts'))
      .map((file) => import(join(folder, file)) as Promise<Record<string, unknown>>),
  );
  return contracts
    .flatMap((contract) => Object.values(contract))
    .filter((value): value is Message => typeof value === 'object' && value !== null && 'type' in value);
};

/** Sends a message with the other tenant's ids; refusals and time-outs are as good as no effect. */
const send = async (handle: WorkflowHandle, message: Message): Promise<void> => {
  if (message.type === 'signal') await handle.signal(message, theirs);
  else if (message.type === 'query') await handle.query(message, theirs);
  else await handle.startUpdate(message, { args: [theirs] as never, waitForStage: 'ACCEPTED' });
};

test('every workflow type has a case', () => {
  expect(Object.keys(foreignInputs).sort()).toEqual(Object.keys(workflows).sort());
});

test.each(Object.keys(foreignInputs))(
  "%s, started in one tenant with another's ids and sent every message there is, changes nothing there",
  async (type) => {
    const input = foreignInputs[type]?.(theirs);
    const handle = await temporal.workflow.start(type, {
      workflowId: `${type}/${mine}/${randomUUID()}`,
      taskQueue: 'control',
      args: input === undefined ? [] : [{ ...input, tenantId: mine }],
    });
    const sent = await messages();
    expect(sent.length).toBeGreaterThan(0);
    for (const message of sent) await send(handle, message).catch(() => undefined);
    const outcome = await handle.result().then(
      () => 'completed',
      () => 'failed',
    );
    // What works on a thing must have refused; what looks for work in its own tenant has found none.
    expect([type, outcome]).toEqual([
      type,
      input !== undefined && 'taskId' in input ? 'failed' : 'completed',
    ]);
    expect(await tenantRows(platform.database, platform.tenantId)).toEqual(before);
  },
);
