import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { agents } from '../../../../domain/agents/agents.ts';
import { columnType, idColumn, viewNames } from '../../../../domain/dcl/views.ts';
import { agentReads } from '../../../../domain/lineage/agent-reads.ts';
import type { Entity } from '../../../../domain/mapping/types.ts';

const duckTypes = {
  text: 'varchar',
  decimal: 'decimal(38, 10)',
  integer: 'bigint',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamptz',
  json: 'json',
} as const;

const typeOf = (entity: Entity, column: string): string =>
  column === idColumn(entity) ? 'varchar' : duckTypes[columnType(entity, column) ?? 'text'];

let duckdb: DuckDBInstance;
let connection: DuckDBConnection;
beforeAll(async () => {
  duckdb = await DuckDBInstance.create(':memory:');
  connection = await duckdb.connect();
});
afterAll(() => {
  connection.closeSync();
  duckdb.closeSync();
});

/** Whether every question of the agent can be asked of views with these columns alone. */
const answers = async (
  id: keyof typeof agents,
  views: readonly { readonly entity: Entity; readonly columns: readonly string[] }[],
): Promise<boolean> => {
  for (const { entity, columns } of views) {
    const list = columns.map((column) => `${column} ${typeOf(entity, column)}`).join(', ');
    await connection.run(`create or replace table ${viewNames[entity]} (${list})`);
  }
  const { clock, questions } = agents[id];
  const asked = Object.values(questions({ asOf: '2026-01-31', ownWrites: [] }));
  for (const statement of [clock([]), ...asked])
    if (
      !(await connection.run(`explain ${statement}`).then(
        () => true,
        () => false,
      ))
    )
      return false;
  return true;
};

test.each(agentReads)('$agent reads these columns, and needs each of them', async ({ agent, reads }) => {
  const id = agent as keyof typeof agents;
  expect(reads.map(({ entity }) => viewNames[entity]).sort()).toEqual([...agents[id].reads].sort());
  expect(await answers(id, reads)).toBe(true);
  for (const [at, { entity, columns }] of reads.entries()) {
    for (const column of columns) {
      const less = columns.filter((name) => name !== column);
      const views = reads.with(at, { entity, columns: less.length === 0 ? ['other'] : less });
      expect([column, await answers(id, views)]).toEqual([column, false]);
    }
  }
});
