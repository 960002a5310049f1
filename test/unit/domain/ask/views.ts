import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBValue } from '@duckdb/node-api';
import { answerIntent } from '../../../../domain/ask/answer-intent.ts';
import type { AnswerSteps } from '../../../../domain/ask/answer-intent.ts';
import type { Row } from '../../../../domain/ask/answer.ts';
import type { Query } from '../../../../domain/ask/build-query.ts';
import { canonicalEntities } from '../../../../domain/canonical/canonical-entities.ts';
import { idColumn, viewNames } from '../../../../domain/dcl/views.ts';
import type { Json } from '../../../../domain/json.ts';
import type { Entity } from '../../../../domain/mapping/types.ts';
import { literal, openDuckDb } from '../../../../platform/duckdb/open-duckdb.ts';
import type { OpenDuckDb } from '../../../../platform/duckdb/open-duckdb.ts';

const types = {
  ...{ text: 'VARCHAR', decimal: 'DECIMAL(38, 18)', integer: 'BIGINT', boolean: 'BOOLEAN' },
  ...{ date: 'DATE', timestamp: 'TIMESTAMP', json: 'JSON' },
} as const;

export type Cells = Readonly<Record<string, Json>>;

const cell = (value: Json | undefined): string => {
  if (value === null || value === undefined) return 'NULL';
  return literal(typeof value === 'string' ? value : JSON.stringify(value));
};

const createView = async (
  { connection }: OpenDuckDb,
  entity: Entity,
  rows: readonly Cells[],
): Promise<void> => {
  const columns = [
    `${idColumn(entity)} VARCHAR`,
    ...canonicalEntities[entity].fields.map(({ name, type }) => `${name} ${types[type]}`),
    ...['sources JSON', 'provenance JSON'],
  ];
  const names = columns.map((column) => column.split(' ')[0] ?? '');
  await connection.run(`CREATE TABLE ${viewNames[entity]} (${columns.join(', ')})`);
  for (const row of rows)
    await connection.run(
      `INSERT INTO ${viewNames[entity]} VALUES (${names.map((name) => cell(row[name])).join(', ')})`,
    );
};

export interface TestViews {
  readonly run: AnswerSteps['run'];
  readonly answer: (question: string, today: string) => ReturnType<typeof answerIntent>;
  readonly close: () => void;
}

const plain = (value: DuckDBValue): Json =>
  value === null || typeof value === 'string' || typeof value === 'boolean'
    ? value
    : typeof value === 'bigint'
      ? Number(value)
      : typeof value === 'number'
        ? value
        : value.toString();

/** A DuckDB in memory with the views of a published generation, filled by rows. */
export const openViews = async (
  rows: Partial<Record<Entity, readonly Cells[]>>,
  members: readonly (readonly [entity: string, recordKey: string, goldenId: string])[] = [],
): Promise<TestViews> => {
  const database = await openDuckDb({ memoryMb: 256, threads: 1, spillFolder: join(tmpdir(), 'ask-views') });
  for (const entity of Object.keys(viewNames) as Entity[])
    await createView(database, entity, rows[entity] ?? []);
  await database.connection.run(
    'CREATE TABLE golden_members (entity VARCHAR, record_key VARCHAR, golden_id VARCHAR)',
  );
  for (const member of members)
    await database.connection.run(`INSERT INTO golden_members VALUES (${member.map(literal).join(', ')})`);
  const run = async ({ sql, parameters }: Query): Promise<readonly Row[]> => {
    const reader = await database.connection.runAndReadAll(sql, [...parameters]);
    const names = reader.columnNames();
    return reader
      .getRows()
      .map((row) => Object.fromEntries(names.map((name, at) => [name, plain(row[at] ?? null)])));
  };
  return {
    run,
    answer: (question, today) => answerIntent(question, today, { run }),
    close: database.close,
  };
};
