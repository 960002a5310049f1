import { Fault } from '../../../domain/faults.ts';
import { publishedGenerations } from '../../../platform/database/repositories/dcl-generations.ts';
import { generationsKept } from '../../../platform/database/repositories/dcl-generations.ts';
import { runAgentsId } from '../../../workflows/run-agents.contract.ts';
import { agentParams, runAgentBody } from '../../contract/agents.ts';
import { taskAccepted } from '../../contract/tasks.ts';
import { endpoint } from '../../endpoint.ts';
import { accepted, acceptTask } from '../accept-task.ts';

export const postAgentRun = endpoint({
  id: 'runAgent',
  method: 'post',
  path: '/agents/:agent/run',
  tag: 'agents',
  summary: 'Let an agent look at the golden records',
  description: 'It follows every DCL connect by itself. The same generation gives the same insights.',
  role: 'operator',
  params: agentParams,
  body: runAgentBody,
  replies: { 202: taskAccepted },
  handle: async ({ params, body, caller, transaction, traceId, note }) => {
    const kept = await publishedGenerations(transaction, generationsKept);
    const [newest] = kept;
    if (newest === undefined)
      throw new Fault(
        'conflict',
        'There are no golden records yet: run DCL connect first (POST /dcl/connect)',
      );
    const wanted = body.generation ?? newest.generation;
    if (!kept.some(({ generation }) => generation === wanted)) {
      const there = kept.map(({ generation }) => generation).join(', ');
      throw new Fault('not_found', `Generation ${wanted} is not kept; there are ${there}`);
    }
    const task = await acceptTask(transaction, {
      kind: 'agents',
      subject: { kind: 'agent', id: params.agent },
      workflowId: runAgentsId(caller.tenantId, params.agent),
      input: { agents: [params.agent], generation: wanted },
      traceId,
      requestedBy: caller.userId,
    });
    note({
      subject: { kind: 'agent', id: params.agent },
      after: { task_id: task.task_id, generation: wanted },
    });
    return accepted(task);
  },
});
