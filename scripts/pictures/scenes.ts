import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ApiClient } from '../../cli/api-client.ts';

/** What is shown: a name for the file and an address of the console. */
export interface Scene {
  readonly name: string;
  readonly path: string;
  /** Something has to move while it is shown. */
  readonly moves?: true;
  /** Of phones alone: the menu that this button opens. */
  readonly opens?: string;
}

const connection = z.object({ connection_id: z.string(), system: z.string(), name: z.string() });
const task = z.object({
  task_id: z.string(),
  kind: z.string(),
  state: z.string(),
  progress: z.object({ rows: z.number().optional() }),
});
const accepted = z.object({ task_id: z.string() });
const repair = z.object({ repair_id: z.string(), drift_event_id: z.string() });
const mapping = z.object({ mapping_id: z.string(), object: z.string() });
const golden = z.object({ golden_id: z.string(), sources: z.array(z.unknown()) });

const mostMerged = (records: readonly z.output<typeof golden>[]): string =>
  [...records].sort((a, b) => b.sources.length - a.sources.length)[0]?.golden_id ?? '';

/** A replay that is over, of an object that is mapped. */
const replayed = async (api: ApiClient, connection: string, object: string | undefined) => {
  if (object === undefined) return undefined;
  const { task_id } = await api.call(accepted, 'POST', '/mesh/replay', { connection_id: connection, object });
  for (let waited = 0; waited < 60; waited += 1) {
    if ((await api.call(task, 'GET', `/tasks/${task_id}`)).state === 'success') break;
    await sleep(500);
  }
  return task_id;
};

/** What is seen before anybody is signed in. */
export const signInScene: Scene = { name: 'job-sign-in', path: '/sign-in' };

const liveFlow: Scene = { name: 'live-flow', path: '/live-flow?speed=slow', moves: true };

/** Pages around the main jobs, and those that a stranger sees first. */
const pages: readonly Scene[] = [
  { name: 'home', path: '/' },
  { name: 'home-agents', path: '/#orchestration' },
  { name: 'menu', path: '/dashboard', opens: 'Open the menu' },
  { name: 'connections', path: '/connections' },
  { name: 'dashboard', path: '/dashboard' },
  { name: 'ask', path: '/ask?q=What+is+the+open+pipeline%3F' },
  { name: 'graph', path: '/graph' },
  { name: 'monitor', path: '/monitor' },
  liveFlow,
  { name: 'ontology', path: '/ontology?entity=account' },
  { name: 'agents', path: '/agents' },
  { name: 'architecture', path: '/architecture/systems-overview' },
];

/** The pages of the twelve main jobs on what the demo holds now; jobs without an example are left out. */
export const scenes = async (api: ApiClient): Promise<readonly Scene[]> => {
  const connections = await api.list(connection, '/connections');
  const database = connections.find(({ system }) => system === 'supabase') ?? connections[0];
  const id = database?.connection_id ?? '';
  // What was never tested has nothing to show.
  await api.call(accepted, 'POST', `/connections/${id}/test`);
  const tasks = await api.list(task, '/tasks', 200);
  const [ingest] = tasks
    .filter(({ kind, state }) => kind === 'ingest' && state === 'success')
    .sort((a, b) => (b.progress.rows ?? 0) - (a.progress.rows ?? 0));
  const [edited] = await api.list(mapping, `/mesh/mappings?connection_id=${id}`, 1);
  const replay =
    tasks.find(({ kind }) => kind === 'replay')?.task_id ?? (await replayed(api, id, edited?.object));
  const [waiting] = await api.list(repair, '/mesh/repairs?state=proposed', 1);
  const record = mostMerged(await api.list(golden, '/dcl/views/account', 200));
  return [
    signInScene,
    { name: 'job-connect', path: '/connections/new?system=filesource' },
    { name: 'job-test', path: `/connections/${id}` },
    ...(ingest === undefined ? [] : [{ name: 'job-sync', path: `/tasks/${ingest.task_id}` }]),
    { name: 'job-origin', path: '/lineage?node=field%3Aaccount.industry&direction=up' },
    { name: 'job-approvals', path: '/approvals' },
    ...(waiting === undefined
      ? []
      : [
          { name: 'job-approve', path: `/approvals/${waiting.repair_id}` },
          { name: 'job-approve-all', path: '/approvals?all=yes' },
        ]),
    { name: 'tasks', path: '/tasks' },
    ...(replay === undefined ? [] : [{ name: 'job-replay', path: `/tasks/${replay}` }]),
    ...(edited === undefined
      ? []
      : [{ name: 'job-edit-mapping', path: `/connections/${id}?tab=mappings&mapping=${edited.mapping_id}` }]),
    { name: 'job-share', path: '/graph?node=entity%3Aaccount' },
    { name: 'job-export', path: '/records' },
    ...(record === '' ? [] : [{ name: 'record', path: `/records/account/${record}` }]),
    ...pages,
  ];
};

/** Pages whose colours carry meaning, shown as they are seen with forced colours and without green. */
export const colourScenes: readonly Scene[] = [
  { name: 'graph', path: '/graph' },
  { name: 'approvals', path: '/approvals' },
  liveFlow,
];
