import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import type pg from 'pg';
import type { Tables } from './tables.ts';

/**
 * Selects are prepared once per connection: planning costs more than running most of them. Texts are bounded by the code,
 * except for lists of values, so only the first five hundred are named.
 */
const statementNames = new Map<string, string>();
const mostNames = 500;

/** The name under which a statement is prepared, or undefined for one that is not. */
export const statementName = (text: string): string | undefined => {
  const known = statementNames.get(text);
  if (known !== undefined || !text.startsWith('select ') || statementNames.size >= mostNames) return known;
  const name = `s${statementNames.size}`;
  statementNames.set(text, name);
  return name;
};

/** Runs one statement on a connection that is already chosen. */
export type RunStatement = (text: string, values: unknown[]) => Promise<pg.QueryResult>;

/** A Kysely over one connection; it neither opens nor ends transactions. */
export const kyselyOver = (run: RunStatement): Kysely<Tables> => {
  const connection: DatabaseConnection = {
    executeQuery: async <R>(query: CompiledQuery): Promise<QueryResult<R>> => {
      const result = await run(query.sql, [...query.parameters]);
      return { rows: result.rows as R[], numAffectedRows: BigInt(result.rowCount ?? 0) };
    },
    streamQuery: () => {
      throw new Error('Rows are streamed by a cursor on the client');
    },
  };
  const refuse = (): Promise<void> =>
    Promise.reject(new Error('transactions are opened and ended by withTenant'));
  const driver: Driver = {
    init: () => Promise.resolve(),
    acquireConnection: () => Promise.resolve(connection),
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    releaseConnection: () => Promise.resolve(),
    destroy: () => Promise.resolve(),
  };
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
};
