import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporal as protocol } from '@temporalio/proto';
import type { Client } from '@temporalio/client';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import type { WorkflowBundle } from '@temporalio/worker';
import { enqueueTask } from '../../platform/database/repositories/tasks.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import { createDataConverter } from '../../temporal/data-converter.ts';
import { loadWorkflowBundle } from '../../temporal/workflow-bundle/load.ts';
import { mutateSourceId } from '../../workflows/mutate-source.contract.ts';
import { suggestMappingsId } from '../../workflows/suggest-mappings.contract.ts';
import { ingestId, pause, resume } from '../../workflows/ingest.contract.ts';
import { RepairBench, repairEnvironment } from '../service/repair/repair-bench.ts';
import { TestPlatform, until } from '../support/test-platform.ts';
import { repairId } from '../../workflows/repair.contract.ts';
import { openDeals, WriteBench } from '../service/agents/write-bench.ts';
import { aoaId } from '../../workflows/aoa.contract.ts';
import { writeBackId } from '../../workflows/write-back.contract.ts';
import { undoRepairId } from '../../workflows/undo-repair.contract.ts';

/**
 * Histories of released code, one per path through a workflow. A failing replay means that running jobs would break: change
 * the workflow behind `patched`. New paths are recorded by AUTONOMOS_RECORD_HISTORIES=1, from released code only.
 */
const folder = join(import.meta.dirname, 'histories');
const dataConverter = createDataConverter({ ENCRYPTION_KEY: 's'.repeat(32), ENCRYPTION_KEYS_OLD: [] });

let workflowBundle: WorkflowBundle;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('WARN') });
  workflowBundle = await loadWorkflowBundle(false);
});

const readHistory = (json: string): protocol.api.history.v1.History =>
  protocol.api.history.v1.History.fromObject(JSON.parse(json) as Record<string, unknown>);

const replay = async (name: string, json: string): Promise<void> => {
  await Worker.runReplayHistory({ workflowBundle, dataConverter, replayName: name }, readHistory(json));
};

const recorded = readdirSync(folder).filter((name) => name.endsWith('.json'));

test('there is a recorded history for every workflow type', () => {
  expect(new Set(recorded.map((name) => name.split('.')[0]))).toEqual(
    new Set([
      'admit',
      'aoa',
      'checkConnection',
      'dclConnect',
      'ingest',
      'mutateSource',
      'observeSchemas',
      'repair',
      'replay',
      'runAgents',
      'suggestMappings',
      'tick',
      'undoRepair',
      'writeBack',
    ]),
  );
});

test.each(recorded)('%s replays', async (name) => {
  await replay(name, readFileSync(join(folder, name), 'utf8'));
});

test('a changed order of steps is caught', async () => {
  const name = recorded.find((candidate) => candidate.startsWith('ingest.success'))!;
  const changed = readFileSync(join(folder, name), 'utf8').replaceAll('"discover"', '"sweepKeys"');
  await expect(
    Worker.runReplayHistory({ workflowBundle, dataConverter }, readHistory(changed)),
  ).rejects.toThrow(/TMPRL1100|[Nn]ondeterminism/);
});

test('what runs today replays: ingest with a pause, check, admission, observer, suggestions, a changed source', async () => {
  const platform = await TestPlatform.start();
  const temporal = await platform.temporal();
  try {
    await platform.startWorker();
    const header = 'account,sector,year_established,revenue,employees,office_location,subsidiary_of\n';
    const rows = Array.from(
      { length: 60_000 },
      (_, row) => `Company ${row},retail,1999,12.5,100,Kenya,`,
    ).join('\n');
    const connection = await platform.connectFiles('histories', {
      'accounts.csv': header + rows,
      'broken.json': '{',
      'gizmos.csv': 'gizmo_id,torque\n1,2\n2,3\n',
    });
    const task = await platform.enqueueIngest(connection);
    const ingest = temporal.workflow.getHandle(ingestId(platform.tenantId, connection));
    await until('the ingest runs', async () => {
      try {
        await ingest.signal(pause);
        return true;
      } catch {
        return false;
      }
    });
    await ingest.signal(resume);
    await platform.ended(task);
    const check = await platform.enqueue('check', connection);
    await platform.ended(check.taskId);
    const replayed = await platform.enqueue('replay', connection, 'accounts.csv');
    await platform.ended(replayed.taskId);
    const mutated = await mutate(platform, connection);
    const ids = {
      'mutateSource.success': mutated,
      'suggestMappings.nothing': suggestMappingsId(platform.tenantId, connection),
      'ingest.success-paused': ingest.workflowId,
      'checkConnection.success': check.workflowId,
      'replay.success': replayed.workflowId,
      'admit.idle': `admit/${platform.tenantId}`,
    };
    await until(
      'admission is idle',
      async () =>
        (await temporal.workflow.getHandle(ids['admit.idle']).describe()).status.name === 'COMPLETED',
    );
    for (const [name, workflowId] of Object.entries(ids))
      await keep(name, await temporal.workflow.getHandle(workflowId).fetchHistory());
    for (const type of ['tick', 'observeSchemas'])
      await keep(`${type}.success`, await historyOf(temporal, type));
  } finally {
    await temporal.connection.close();
    await platform.stop();
  }
}, 600_000);

test('what runs today replays: a repair that is approved and undone, one that is refused, one whose source is put back', async () => {
  const platform = await TestPlatform.start();
  const temporal = await platform.temporal();
  const bench = await RepairBench.on(platform);
  try {
    await platform.startWorker(repairEnvironment());
    for (const table of ['approved', 'refused', 'healed']) await bench.table(table, 60);
    await bench.ingest();
    for (const table of ['approved', 'refused', 'healed'])
      await bench.alter(table, 'rename column sector to industry_sector');
    await bench.ingest();
    const [approved, refused, healed] = await Promise.all(
      ['approved', 'refused', 'healed'].map((table) => bench.settled(table, ['waiting'])),
    );
    await bench.decide(approved!.repair!, 'approve');
    await bench.decide(refused!.repair!, 'reject');
    await bench.alter('healed', 'rename column industry_sector to sector');
    await bench.alter('refused', 'rename column industry_sector to sector');
    await bench.ingest();
    for (const table of ['approved', 'refused', 'healed']) await bench.settled(table, ['closed']);
    const idOf = (found: typeof approved): string =>
      repairId(platform.tenantId, found!.ticket.drift_event_id);
    const ids: Record<string, string> = {
      'repair.applied': idOf(approved),
      'repair.rejected': idOf(refused),
      'repair.healed': idOf(healed),
    };
    await bench.undo(approved!.repair!.repair_id);
    ids['undoRepair.done'] = undoRepairId(platform.tenantId, approved!.repair!.repair_id);
    for (const [name, workflowId] of Object.entries(ids)) {
      // The ticket's first run: the undo has started another.
      const run = await firstRun(temporal, workflowId);
      await keep(name, await temporal.workflow.getHandle(workflowId, run).fetchHistory());
    }
  } finally {
    await bench.close();
    await temporal.connection.close();
    await platform.stop();
  }
}, 180_000);

test('what runs today replays: the whole run with its connect and its agents, and a change that is written and taken back', async () => {
  const platform = await TestPlatform.start();
  const temporal = await platform.temporal();
  const bench = await WriteBench.on(platform, { Opportunity: openDeals(3) });
  try {
    await platform.startWorker(bench.environment);
    const { tenantId } = platform;
    const { taskId } = await withTenant(platform.app, tenantId, (transaction) =>
      enqueueTask(transaction, {
        kind: 'aoa',
        subject: { kind: 'tenant', id: tenantId },
        workflowId: aoaId(tenantId),
        input: {},
        traceId: 'a'.repeat(32),
        requestedBy: 'test',
      }),
    );
    expect((await platform.ended(taskId, 180)).state).toBe('success');
    const proposed = await bench.propose(1, 'Pipeline', 'Commit');
    await bench.decide(proposed, 'approve');
    await bench.ended(proposed);
    const written = await firstRun(temporal, writeBackId(tenantId, proposed));
    await bench.undo(proposed);
    await until('it is undone', async () => (await bench.row(proposed)).state === 'undone');
    await keep('aoa.success', await temporal.workflow.getHandle(aoaId(tenantId)).fetchHistory());
    for (const type of ['dclConnect', 'runAgents'])
      await keep(`${type}.success`, await historyOf(temporal, type));
    const id = writeBackId(tenantId, proposed);
    await keep('writeBack.verified', await temporal.workflow.getHandle(id, written).fetchHistory());
    await until('the undo has ended', async () => {
      const { status } = await temporal.workflow.getHandle(id).describe();
      return status.name === 'COMPLETED';
    });
    await keep('writeBack.undone', await temporal.workflow.getHandle(id).fetchHistory());
  } finally {
    await bench.close();
    await temporal.connection.close();
    await platform.stop();
  }
}, 300_000);

/** The oldest run under an id that has ended. */
const firstRun = async (temporal: Client, workflowId: string): Promise<string> => {
  let oldest: { runId: string; startTime: Date } | undefined;
  await until('the workflow has ended', async () => {
    for await (const run of temporal.workflow.list({
      query: `WorkflowId = '${workflowId}' AND ExecutionStatus = 'Completed'`,
    }))
      if (oldest === undefined || run.startTime < oldest.startTime) oldest = run;
    return oldest !== undefined;
  });
  return oldest!.runId;
};

/** Renames a column of the files as the test door does, and waits for it; answers the workflow's id. */
const mutate = async (platform: TestPlatform, connectionId: string): Promise<string> => {
  const workflowId = mutateSourceId(platform.tenantId, connectionId, randomUUID());
  const mutation = {
    kind: 'rename_column',
    object: 'gizmos.csv',
    arguments: { from: 'torque', to: 'torque_nm' },
  };
  const { taskId } = await withTenant(platform.app, platform.tenantId, async (transaction) => {
    await transaction.db
      .updateTable('connections')
      .set({ config: JSON.stringify({ folder: 'histories', testSource: true }) })
      .where('connection_id', '=', connectionId)
      .execute();
    return await enqueueTask(transaction, {
      kind: 'mutate',
      subject: { kind: 'connection', id: connectionId },
      workflowId,
      input: { connectionId, mutation },
      traceId: 'a'.repeat(32),
      requestedBy: 'test',
    });
  });
  expect((await platform.ended(taskId)).state).toBe('success');
  return workflowId;
};

/** The history of a completed workflow of this type, once there is one. */
const historyOf = async (temporal: Client, type: string): Promise<unknown> => {
  let found: unknown;
  await until(
    `${type} has run`,
    async () => {
      const query = `WorkflowType = '${type}' AND ExecutionStatus = 'Completed'`;
      for await (const { workflowId } of temporal.workflow.list({ query })) {
        found = await temporal.workflow.getHandle(workflowId).fetchHistory();
        return true;
      }
      return false;
    },
    () => '',
    180,
  );
  return found;
};

const keep = async (name: string, history: unknown): Promise<void> => {
  const json = JSON.stringify(history);
  await replay(name, json);
  if (process.env['AUTONOMOS_RECORD_HISTORIES'] === '1')
    writeFileSync(join(folder, `${name}.json`), `${json}\n`);
};
