import { resume } from '../../../workflows/ingest.contract.ts';
import { taskDetail, taskParams } from '../../contract/tasks.ts';
import { detachedEndpoint } from '../../endpoint.ts';
import { acknowledge, refuseUnpausable, taskOf, tellWorkflow } from './signal-task.ts';

export const postResume = detachedEndpoint({
  id: 'resumeTask',
  method: 'post',
  path: '/tasks/:task_id/resume',
  tag: 'tasks',
  summary: 'Let a paused ingest go on',
  role: 'operator',
  params: taskParams,
  replies: { 202: taskDetail },
  handle: async (call, deps) => {
    const task = await taskOf(call);
    refuseUnpausable(task, 'resumed');
    await tellWorkflow(deps, task, (handle) => handle.signal(resume));
    return await acknowledge(call, deps, 'resume_requested');
  },
});
