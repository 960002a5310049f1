import type { Endpoint } from './endpoint.ts';
import { getAgents } from './routes/agents/list-agents.ts';
import { getAgentRuns } from './routes/agents/list-runs.ts';
import { postAgentRun } from './routes/agents/run-agent.ts';
import { putAutonomy } from './routes/agents/set-autonomy.ts';
import { getAoaState } from './routes/aoa/get-state.ts';
import { postAoaRun } from './routes/aoa/run-aoa.ts';
import { getAuditExport } from './routes/audit/export-audit.ts';
import { getAudit } from './routes/audit/list-audit.ts';
import { postAcceptInvite } from './routes/auth/accept-invite.ts';
import { createInvite } from './routes/auth/create-invite.ts';
import { getMe } from './routes/auth/get-me.ts';
import { login } from './routes/auth/login.ts';
import { logout } from './routes/auth/logout.ts';
import { refreshSession } from './routes/auth/refresh-session.ts';
import { postRegister } from './routes/auth/register-tenant.ts';
import { getCallbackSecret } from './routes/callbacks/get-callback-secret.ts';
import { patchConnection, putSchedule } from './routes/connections/change-connection.ts';
import { postConnection } from './routes/connections/create-connection.ts';
import { getOAuthCallback } from './routes/connections/finish-oauth.ts';
import { getCheck } from './routes/connections/get-connection-check.ts';
import { getSchemaComparison } from './routes/connections/compare-schemas.ts';
import { getConnection } from './routes/connections/get-connection.ts';
import { postIngest } from './routes/connections/ingest-connection.ts';
import { getCatalogue } from './routes/connections/list-catalogue.ts';
import { getConnections } from './routes/connections/list-connections.ts';
import { getObjectSchemas } from './routes/connections/list-object-schemas.ts';
import { getRuns } from './routes/connections/list-runs.ts';
import { getObjects } from './routes/connections/objects/list-objects.ts';
import { postObjectPause, postObjectResume } from './routes/connections/objects/pause-object.ts';
import { postObjectResync } from './routes/connections/objects/resync-object.ts';
import { removeConnection } from './routes/connections/remove-connection.ts';
import { postOAuthStart } from './routes/connections/start-oauth.ts';
import { postTest } from './routes/connections/test-connection.ts';
import { getDebugState } from './routes/debug/get-debug-state.ts';
import { getOperationsDashboard } from './routes/dashboard/get-operations-dashboard.ts';
import { postConnect } from './routes/dcl/connect.ts';
import { getExplanation } from './routes/dcl/explain-golden.ts';
import { getExport } from './routes/dcl/export-view.ts';
import { getGolden } from './routes/dcl/get-golden.ts';
import { getState } from './routes/dcl/get-state.ts';
import { getDecisions } from './routes/dcl/list-decisions.ts';
import { getView } from './routes/dcl/list-view.ts';
import { postMerge } from './routes/dcl/merge-golden.ts';
import { postPin } from './routes/dcl/pin-record.ts';
import { postQuery } from './routes/dcl/run-query.ts';
import { postSplit } from './routes/dcl/split-golden.ts';
import { postDecisionUndo } from './routes/dcl/undo-decision.ts';
import { deleteDemoData } from './routes/demo-data/remove-demo-data.ts';
import { postDemoData } from './routes/demo-data/start-demo-data.ts';
import { postTicket } from './routes/events/create-ticket.ts';
import { getEventsExport } from './routes/events/export-events.ts';
import { getEvents } from './routes/events/list-events.ts';
import { getEventStream } from './routes/events/stream-events.ts';
import { getFlags } from './routes/flags/list-flags.ts';
import { deleteFlag } from './routes/flags/remove-flag.ts';
import { putFlag } from './routes/flags/set-flag.ts';
import { getGraph } from './routes/lineage/get-graph.ts';
import { getImpact } from './routes/lineage/get-impact.ts';
import { getLineage } from './routes/lineage/get-lineage.ts';
import { getOntology } from './routes/lineage/get-ontology.ts';
import { getSourceValues } from './routes/lineage/get-source-values.ts';
import { getSourceTables } from './routes/lineage/list-source-tables.ts';
import { getLineageSearch } from './routes/lineage/search-lineage.ts';
import { getLimits } from './routes/limits/get-limits.ts';
import { getInsight } from './routes/insights/get-insight.ts';
import { getInsights } from './routes/insights/list-insights.ts';
import { getLlmUsage } from './routes/llm/get-usage.ts';
import { postAccept } from './routes/mesh/accept-drift.ts';
import { postMappingVersion } from './routes/mesh/add-mapping-version.ts';
import { postApprove, postReject } from './routes/mesh/decide-repair.ts';
import { getMappingDiff } from './routes/mesh/diff-mapping.ts';
import { getMappingExport } from './routes/mesh/export-mapping.ts';
import { getDriftEvent } from './routes/mesh/get-drift.ts';
import { getEffectivePolicy } from './routes/mesh/get-effective-policy.ts';
import { getMappingVersion } from './routes/mesh/get-mapping-version.ts';
import { getMapping } from './routes/mesh/get-mapping.ts';
import { getRepairFigures } from './routes/mesh/get-repair-figures.ts';
import { getRepair } from './routes/mesh/get-repair.ts';
import { postMapping } from './routes/mesh/import-mapping.ts';
import { getDriftEvents } from './routes/mesh/list-drift.ts';
import { getHealth } from './routes/mesh/list-health.ts';
import { getMappingVersions } from './routes/mesh/list-mapping-versions.ts';
import { getMappings } from './routes/mesh/list-mappings.ts';
import { getPolicies } from './routes/mesh/list-policies.ts';
import { getRepairs } from './routes/mesh/list-repairs.ts';
import { postMutation } from './routes/mesh/mutate-source.ts';
import { postPreview } from './routes/mesh/preview-repair.ts';
import { postPropose } from './routes/mesh/propose-again.ts';
import { postDryRun } from './routes/mesh/try-mapping.ts';
import { deletePolicy } from './routes/mesh/remove-policy.ts';
import { postReplay } from './routes/mesh/replay-object.ts';
import { putPolicy } from './routes/mesh/set-policy.ts';
import { postSnapshot, postSnapshotDecision } from './routes/mesh/snapshot-repairs.ts';
import { postSuggest } from './routes/mesh/suggest-mappings.ts';
import { postUndo } from './routes/mesh/undo-repair.ts';
import { postQuestion } from './routes/nlp/ask-question.ts';
import { getQuestion } from './routes/nlp/get-question.ts';
import { getForms } from './routes/nlp/list-forms.ts';
import { getQuestions } from './routes/nlp/list-questions.ts';
import { getNotifications } from './routes/notifications/get-notifications.ts';
import { getDeliveries } from './routes/notifications/list-deliveries.ts';
import { getInbox } from './routes/notifications/list-notices.ts';
import { postInboxRead } from './routes/notifications/mark-read.ts';
import { deleteChannel, putChannel } from './routes/notifications/set-channel.ts';
import { postChannelTest } from './routes/notifications/test-channel.ts';
import { getDashboard } from './routes/personas/get-dashboard.ts';
import { postDiscard } from './routes/quarantine/discard-records.ts';
import { getQuarantined } from './routes/quarantine/get-quarantined.ts';
import { getQuarantine } from './routes/quarantine/list-quarantine.ts';
import { postQuarantineRetry } from './routes/quarantine/retry-records.ts';
import { getRecordHistory } from './routes/records/get-history.ts';
import { getRecord } from './routes/records/get-record.ts';
import { getRecords } from './routes/records/list-records.ts';
import { postCancel } from './routes/tasks/cancel-task.ts';
import { getTask } from './routes/tasks/get-task.ts';
import { getTaskSteps } from './routes/tasks/list-steps.ts';
import { getTasks } from './routes/tasks/list-tasks.ts';
import { postPause } from './routes/tasks/pause-task.ts';
import { postRedeliver } from './routes/tasks/redeliver-callback.ts';
import { postResume } from './routes/tasks/resume-task.ts';
import { postRetry } from './routes/tasks/retry-task.ts';
import { postUpload } from './routes/uploads/create-upload.ts';
import { getUploads } from './routes/uploads/list-uploads.ts';
import { deleteUpload } from './routes/uploads/remove-upload.ts';
import { patchUser } from './routes/users/change-user.ts';
import { getUsers } from './routes/users/list-users.ts';
import {
  postWritebackApprove,
  postWritebackReject,
  postWritebackUndo,
} from './routes/writebacks/decide-writeback.ts';
import { getWriteback } from './routes/writebacks/get-writeback.ts';
import { getWritebacks } from './routes/writebacks/list-writebacks.ts';

/**
 * The route table. Express's routes, OpenAPI and the tests of every door derive from this list; an address that is not in
 * it does not exist.
 */
export const routes: readonly Endpoint[] = [
  postRegister,
  login,
  refreshSession,
  logout,
  getMe,
  createInvite,
  postAcceptInvite,
  getUsers,
  patchUser,
  getFlags,
  putFlag,
  deleteFlag,
  getNotifications,
  getDeliveries,
  getInbox,
  postInboxRead,
  putChannel,
  deleteChannel,
  postChannelTest,
  getAudit,
  getAuditExport,
  getConnections,
  postConnection,
  getCatalogue,
  postOAuthStart,
  getOAuthCallback,
  getConnection,
  patchConnection,
  removeConnection,
  putSchedule,
  postTest,
  getCheck,
  postIngest,
  getRuns,
  getObjectSchemas,
  getSchemaComparison,
  getObjects,
  postObjectPause,
  postObjectResume,
  postObjectResync,
  getTasks,
  getTask,
  getTaskSteps,
  postRedeliver,
  postPause,
  postResume,
  postCancel,
  postRetry,
  getCallbackSecret,
  getMappings,
  postMapping,
  postSuggest,
  getMapping,
  getMappingVersions,
  postMappingVersion,
  getMappingVersion,
  getMappingExport,
  getMappingDiff,
  postDryRun,
  postReplay,
  getDriftEvents,
  getDriftEvent,
  postAccept,
  postPropose,
  getRepairs,
  postSnapshot,
  postSnapshotDecision,
  getRepair,
  postPreview,
  postApprove,
  postReject,
  postUndo,
  getPolicies,
  getEffectivePolicy,
  putPolicy,
  deletePolicy,
  getHealth,
  getOperationsDashboard,
  postDemoData,
  deleteDemoData,
  getRepairFigures,
  postMutation,
  getLlmUsage,
  getLimits,
  getGraph,
  getOntology,
  getSourceTables,
  getSourceValues,
  getLineageSearch,
  getLineage,
  getImpact,
  getAgents,
  getAgentRuns,
  putAutonomy,
  postAgentRun,
  getInsights,
  getInsight,
  getWritebacks,
  getWriteback,
  postWritebackApprove,
  postWritebackReject,
  postWritebackUndo,
  postAoaRun,
  getAoaState,
  getDebugState,
  getQuarantine,
  postQuarantineRetry,
  postDiscard,
  getQuarantined,
  getEvents,
  getEventsExport,
  getEventStream,
  postTicket,
  getRecords,
  getRecord,
  getRecordHistory,
  postQuestion,
  getQuestions,
  getQuestion,
  getForms,
  getDashboard,
  postConnect,
  getState,
  getView,
  getGolden,
  getExplanation,
  postQuery,
  getExport,
  postMerge,
  postSplit,
  postPin,
  getDecisions,
  postDecisionUndo,
  postUpload,
  getUploads,
  deleteUpload,
];
