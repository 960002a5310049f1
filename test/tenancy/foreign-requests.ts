import type { Endpoint } from '../../api/endpoint.ts';
import { plantedObject } from '../support/planted-tenant.ts';
import type { PlantedIds } from '../support/planted-tenant.ts';

type Body = Readonly<Record<string, unknown>>;

/** Endpoints that act on the caller's own tenant alone: nothing in their address, query or body names a thing of it. */
const namesNothing: ReadonlySet<string> = new Set([
  'registerTenant',
  'login',
  'refreshSession',
  'logout',
  'getMe',
  'createInvite',
  'acceptInvite',
  'listUsers',
  'listFlags',
  // A flag's name is the tenant's own: the same name in two tenants is two flags.
  'setFlag',
  'listAudit',
  'exportAudit',
  // A channel is a word of ours, and its deliveries are the tenant's own.
  'getNotifications',
  'listNotificationDeliveries',
  'setNotificationChannel',
  'removeNotificationChannel',
  'testNotificationChannel',
  'listNotices',
  'listConnections',
  'createConnection',
  'listCatalogue',
  // Whoever comes back from the consent page is known by the state alone, which oauth.test.ts covers.
  'finishOAuth',
  'listTasks',
  'getCallbackSecret',
  'listConnectionHealth',
  'getOperationsDashboard',
  'startDemoData',
  'removeDemoData',
  'getRepairFigures',
  'getLlmUsage',
  'getLimits',
  'streamEvents',
  'createEventTicket',
  'createUpload',
  'listUploads',
  'listRecords',
  'connectDcl',
  'getDclState',
  'listGoldenRecords',
  'queryDcl',
  'listGoldenDecisions',
  // An agent is the same in all tenants.
  'listAgents',
  'listAgentRuns',
  'setAutonomy',
  'runAgent',
  'runAoa',
  'getAoaState',
  'getDebugState',
  'askQuestion',
  'listQuestions',
  'listQuestionForms',
  // A persona is a word of ours.
  'getDashboard',
  // The graph and the ontology are the caller's own.
  'getGraph',
  'getOntology',
]);

/** Bodies and queries that endpoints ask for, where they have any; ids in them are the other tenant's. */
const bodies: Readonly<Record<string, (foreign: PlantedIds) => Body>> = {
  changeUser: () => ({ disabled: true }),
  changeConnection: () => ({ version: 1, paused: true }),
  scheduleConnection: () => ({ version: 1, schedule_seconds: 60 }),
  pauseObject: () => ({ object: plantedObject }),
  resumeObject: () => ({ object: plantedObject }),
  resyncObject: () => ({ object: plantedObject }),
  startOAuth: ({ connection_id }) => ({ connection_id, client_id: 'x', client_secret: 'x' }),
  importMapping: ({ connection_id }) => ({ connection_id, document, reason: 'x' }),
  addMappingVersion: () => ({ document, reason: 'x' }),
  tryMapping: () => ({ document }),
  mutateTestSource: ({ connection_id }) => ({ connection_id, kind: 'add_row', object: plantedObject }),
  suggestMappings: ({ connection_id }) => ({ connection_id }),
  acceptDrift: () => ({ digest: 'x' }),
  proposeDrift: () => ({ digest: 'x' }),
  approveRepair: ({ repair_id }) => ({ repair_id, digest: 'x' }),
  previewRepair: () => ({ digest: 'x', edits: [{ id: 'account.name' }] }),
  rejectRepair: ({ repair_id }) => ({ repair_id, digest: 'x', reason: 'x' }),
  undoRepair: ({ repair_id }) => ({ repair_id }),
  snapshotRepairs: ({ connection_id }) => ({ connection_id }),
  decideSnapshot: () => ({ verdict: 'approve', reason: 'x' }),
  markNoticesRead: ({ notice_id }) => ({ notice_ids: [notice_id] }),
  setPolicy: ({ connection_id }) => ({ connection_id, policy: 'auto' }),
  approveWriteback: () => ({ digest: 'x' }),
  rejectWriteback: () => ({ digest: 'x', reason: 'x' }),
  undoWriteback: () => ({}),
  mergeGoldenRecords: ({ golden_id }) => ({ entity: 'account', ids: [golden_id, `${golden_id}x`] }),
  splitGoldenRecord: ({ golden_id, record_key }) => ({
    entity: 'account',
    id: golden_id,
    groups: [[record_key], ['x']],
  }),
  pinRecord: ({ golden_id, record_key }) => ({ entity: 'account', record_key, id: golden_id }),
  replayObject: ({ connection_id }) => ({ connection_id, object: plantedObject }),
  retryQuarantine: ({ quarantine_id }) => ({ ids: [quarantine_id] }),
  discardQuarantined: ({ quarantine_id }) => ({ ids: [quarantine_id], reason: 'x' }),
};
const queries: Readonly<Record<string, (foreign: PlantedIds) => string>> = {
  compareSchemas: () => `?object=${plantedObject}&from=1&to=1`,
  getSourceValues: ({ connection_id }) => `?connection_id=${connection_id}&object=${plantedObject}`,
  diffMapping: () => '?from=1&to=1',
  exportView: () => '?generation=1',
  getImpact: ({ node_kind, node_id }) => `?node=${encodeURIComponent(`${node_kind}:${node_id}`)}`,
  getEffectivePolicy: ({ connection_id }) => `?connection_id=${connection_id}&object=${plantedObject}`,
};

/** Filters that name a thing answer an empty list, as they do for one that is not there. */
const filters: Readonly<Record<string, (foreign: PlantedIds) => string>> = {
  listEvents: ({ connection_id }) => `?connection_id=${connection_id}`,
  exportEvents: ({ connection_id }) => `?connection_id=${connection_id}&format=jsonl`,
  listMappings: ({ connection_id }) => `?connection_id=${connection_id}`,
  listDrift: ({ connection_id }) => `?connection_id=${connection_id}`,
  listRepairs: ({ connection_id }) => `?connection_id=${connection_id}`,
  listPolicies: ({ connection_id }) => `?connection_id=${connection_id}`,
  listInsights: ({ run_id }) => `?run_id=${run_id}`,
  listWritebacks: ({ connection_id }) => `?connection_id=${connection_id}`,
  listQuarantine: ({ connection_id }) => `?connection_id=${connection_id}`,
  searchLineage: ({ node_id }) => `?q=${encodeURIComponent(node_id)}`,
  listSourceTables: ({ connection_id }) => `?connection_id=${connection_id}`,
};

const document = `system: filesource\nobject: ${plantedObject}\nentity: account\nversion: 1\nkey: Id\nfields:\n  name: Company\n`;

export interface ForeignRequest {
  readonly method: string;
  readonly path: string;
  readonly body: Body | undefined;
  /** What the caller is told: as of a thing that is not there. */
  readonly answer: 'not_found' | 'conflict' | 'empty list';
}

/**
 * The request to an endpoint that names another tenant's things, or undefined where it names none. Throws for an endpoint
 * that nobody has thought about yet.
 */
export const foreignRequest = (
  { id, method, path, body }: Endpoint,
  foreign: PlantedIds,
): ForeignRequest | undefined => {
  if (namesNothing.has(id)) return undefined;
  const known: Readonly<Record<string, string>> = { ...foreign, system: 'salesforce', source: 'filesource' };
  const address = path.replaceAll(/:([a-z_]+)/g, (_, name: string) => {
    const value = known[name];
    if (value === undefined) throw new Error(`${id}: test/support/planted-tenant.ts plants no ${name}`);
    return encodeURIComponent(value);
  });
  const filter = filters[id];
  const query = filter ?? queries[id];
  const namesThing = address !== path || bodies[id] !== undefined || query !== undefined;
  if (!namesThing || (body !== undefined && bodies[id] === undefined && id !== 'ingestConnection'))
    throw new Error(
      `${id} has no case: say in test/tenancy/foreign-requests.ts what of another tenant it could name`,
    );
  return {
    method: method.toUpperCase(),
    path: address + (query?.(foreign) ?? ''),
    body: bodies[id]?.(foreign),
    answer: filter !== undefined ? 'empty list' : id === 'discardQuarantined' ? 'conflict' : 'not_found',
  };
};
