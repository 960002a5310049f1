import type { Role } from '../../api/contract/role.ts';
import type { Endpoint } from '../../api/endpoint.ts';

/** Said here a second time, on purpose: an endpoint that names the wrong role is found by nobody else. */
const admins: ReadonlySet<string> = new Set([
  ...['createInvite', 'listUsers', 'changeUser', 'setFlag', 'removeFlag', 'listAudit', 'exportAudit'],
  ...['setNotificationChannel', 'removeNotificationChannel', 'testNotificationChannel'],
  ...['createConnection', 'changeConnection', 'deleteConnection', 'startOAuth', 'getCallbackSecret'],
  ...['setPolicy', 'removePolicy', 'setAutonomy', 'getDebugState'],
  ...['startDemoData', 'removeDemoData', 'mutateTestSource'],
]);

const operators: ReadonlySet<string> = new Set([
  ...['scheduleConnection', 'testConnection', 'ingestConnection', 'createUpload', 'deleteUpload'],
  ...['pauseObject', 'resumeObject', 'resyncObject', 'redeliverCallback'],
  ...['pauseTask', 'resumeTask', 'cancelTask', 'retryTask', 'retryQuarantine', 'discardQuarantined'],
  ...['importMapping', 'suggestMappings', 'addMappingVersion', 'tryMapping', 'replayObject'],
  ...['acceptDrift', 'proposeDrift', 'snapshotRepairs', 'decideSnapshot'],
  ...['previewRepair', 'approveRepair', 'rejectRepair', 'undoRepair'],
  ...['runAgent', 'runAoa', 'approveWriteback', 'rejectWriteback', 'undoWriteback'],
  ...['connectDcl', 'mergeGoldenRecords', 'splitGoldenRecord', 'pinRecord', 'undoGoldenDecision'],
]);

/** Viewers read; besides that they ask, listen, and mark their own notices. */
const viewersToo: ReadonlySet<string> = new Set([
  ...['askQuestion', 'queryDcl', 'createEventTicket', 'markNoticesRead'],
]);

const everybody: ReadonlySet<string> = new Set([
  ...['registerTenant', 'login', 'refreshSession', 'logout', 'acceptInvite', 'finishOAuth'],
]);

/** The least role that may pass an endpoint; `undefined` where nobody has said so here, and it does not only read. */
export const leastRole = ({ id, method }: Endpoint): Role | 'public' | undefined => {
  if (everybody.has(id)) return 'public';
  if (admins.has(id)) return 'admin';
  if (operators.has(id)) return 'operator';
  return method === 'get' || viewersToo.has(id) ? 'viewer' : undefined;
};
