import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { Fault } from '../../../domain/faults.ts';
import type { System } from '../../../domain/states/connection.ts';
import { mutateSourceId } from '../../../workflows/mutate-source.contract.ts';
import { taskAccepted } from '../../contract/tasks.ts';
import { mutationBody, testSourceParams } from '../../contract/test-sources.ts';
import { endpoint } from '../../endpoint.ts';
import { accepted, acceptTask } from '../accept-task.ts';
import { existingConnection } from '../connections/existing-connection.ts';

const systemOf: Readonly<Record<z.output<typeof testSourceParams>['source'], System>> = {
  supabase: 'supabase',
  mongo: 'mongodb',
  salesforce: 'salesforce',
  filesource: 'filesource',
};

export const postMutation = endpoint({
  id: 'mutateTestSource',
  method: 'post',
  path: '/mesh/test/:source/mutate',
  tag: 'mesh',
  summary: 'Change a demo or test source on purpose: a column, a type, rows',
  description:
    'Only for connections with `testSource: true`; of Salesforce only for a simulator. Production has no such door.',
  role: 'admin',
  params: testSourceParams,
  body: mutationBody,
  replies: { 202: taskAccepted },
  handle: async ({ params, body, caller, transaction, traceId, note }, { config }) => {
    if (config.NODE_ENV === 'production')
      throw new Fault('forbidden', 'Production has no doors to change sources for tests');
    const connection = await existingConnection(transaction, body.connection_id);
    const { connection_id: connectionId, system } = connection;
    if (system !== systemOf[params.source])
      throw new Fault('conflict', `The connection is one to ${system}; take its own address`);
    // Salesforce has no such setting: its connector asks the org whether it is a simulator.
    if (system !== 'salesforce' && connection.config['testSource'] !== true)
      throw new Fault('conflict', 'The connection is no test source: set testSource in its configuration');
    const mutation = { kind: body.kind, object: body.object, arguments: body.arguments };
    const task = await acceptTask(transaction, {
      kind: 'mutate',
      subject: { kind: 'connection', id: connectionId },
      workflowId: mutateSourceId(caller.tenantId, connectionId, randomUUID()),
      input: { connectionId, mutation },
      traceId,
      requestedBy: caller.userId,
    });
    note({ subject: { kind: 'connection', id: connectionId }, after: { task_id: task.task_id, mutation } });
    return accepted(task);
  },
});
