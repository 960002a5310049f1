import { pause } from '../../../workflows/ingest.contract.ts';
import { taskDetail, taskParams } from '../../contract/tasks.ts';
import { detachedEndpoint } from '../../endpoint.ts';
import { acknowledge, refuseUnpausable, taskOf, tellWorkflow } from './signal-task.ts';

export const postPause = detachedEndpoint({
  id: 'pauseTask',
  method: 'post',
  path: '/tasks/:task_id/pause',
  tag: 'tasks',
  summary: 'Pause a running ingest at the next batch',
  role: 'operator',
  params: taskParams,
  replies: { 202: taskDetail },
  handle: async (call, deps) => {
    const task = await taskOf(call);
    refuseUnpausable(task, 'paused');
    await tellWorkflow(deps, task, (handle) => handle.signal(pause));
    return await acknowledge(call, deps, 'pause_requested');
  },
});
