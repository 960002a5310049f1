import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectionMoves, connectionStates } from '../../domain/states/connection.ts';
import { driftMoves, driftOutcomes, driftStates, quarantineStates } from '../../domain/states/drift.ts';
import { repairMoves, repairStates } from '../../domain/states/repair.ts';
import { taskKinds, taskMoves, taskStates } from '../../domain/states/task.ts';
import { autonomyModes, writebackMoves, writebackStates } from '../../domain/states/writeback.ts';

const migration = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../migrations', name), 'utf8');

const listed = (sqlText: string, column: string, table: string): string[] => {
  const body = sqlText.slice(
    sqlText.search(new RegExp(`(create|alter) table au\\.${table} (\\(|add constraint)`)),
  );
  const check = new RegExp(`${column} in \\(([^)]*)\\)`).exec(body);
  return [...(check?.[1] ?? '').matchAll(/'([a-z_]+)'/g)].map((match) => match[1] ?? '');
};

test.each([
  ['tasks', 'state', '0002-gateway-and-tasks.ts', taskStates],
  ['tasks', 'kind', '0012-agents.ts', taskKinds],
  ['connections', 'status', '0003-connections-and-mappings.ts', connectionStates],
  ['drift_events', 'state', '0003-connections-and-mappings.ts', driftStates],
  ['drift_events', 'outcome', '0003-connections-and-mappings.ts', driftOutcomes],
  ['quarantined_records', 'state', '0004-canonical-stream.ts', quarantineStates],
  ['repairs', 'state', '0016-inbox.ts', repairStates],
  ['writebacks', 'state', '0012-agents.ts', writebackStates],
  ['agent_settings', 'autonomy', '0012-agents.ts', autonomyModes],
] as const)('the check of %s.%s lists the states of the domain', (table, column, file, states) => {
  expect(listed(migration(file), column, table)).toEqual([...states]);
});

test.each([
  ['task', taskStates, taskMoves],
  ['connection', connectionStates, connectionMoves],
  ['drift event', driftStates, driftMoves],
  ['repair', repairStates, repairMoves],
  ['write-back', writebackStates, writebackMoves],
])('every %s state is reachable, and moves lead to states that exist', (_noun, states, moves) => {
  const targets = new Set(Object.values(moves).flat() as string[]);
  for (const target of targets) expect(states).toContain(target);
  for (const state of states.slice(1)) expect(targets).toContain(state);
});
