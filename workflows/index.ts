/** Every exported function is a workflow type; names and argument fields are a public contract. */
export { admit } from './admit.ts';
export { aoa } from './aoa.ts';
export { checkConnection } from './check-connection.ts';
export { dclConnect } from './dcl-connect.ts';
export { ingest } from './ingest.ts';
export { mutateSource } from './mutate-source.ts';
export { observeSchemas } from './observe-schemas.ts';
export { repair } from './repair.ts';
export { replay } from './replay.ts';
export { runAgents } from './run-agents.ts';
export { suggestMappings } from './suggest-mappings.ts';
export { tick } from './tick.ts';
export { undoRepair } from './undo-repair.ts';
export { writeBack } from './write-back.ts';
