import type { AnsweredQuestion } from '../../../api/ask/question-view.ts';
import { decimalText } from '../../../domain/canonical/decimal.ts';
import type { Entity } from '../../../domain/mapping/types.ts';
import type { AskedCompany } from './open-company.ts';

/** Figures by currency, or by currency and group; null where no record carries an amount. */
export type Figures = Readonly<Record<string, string | null>>;

/** The records as the stream knows them last, by SQL that shares nothing with the views. */
export const known = `(select distinct on (record_key) record_key, op, data from au.canonical_streams
  where tenant_id = $1 and entity = $2 order by record_key, record_seq desc) k`;

/**
 * Counts again in PostgreSQL's stream.
 * @param sql columns `name` and `figure`, with `{known}` for the records that are there
 */
export const recount = async (
  { api, tenantId }: Pick<AskedCompany, 'api' | 'tenantId'>,
  entity: Entity,
  sql: string,
): Promise<Figures> => {
  const { rows } = await api.database.admin.query<{ name: string | null; figure: string | null }>(
    `select ${sql.replace('{known}', `from ${known} where op = 'u'`)}`,
    [tenantId, entity],
  );
  return Object.fromEntries(
    rows.map(({ name, figure }) => [name ?? '', figure === null ? null : (decimalText(figure) ?? figure)]),
  );
};

/** Sums of a column by currency and group. */
const money = (column: string, currency: string, where: string, by = "''"): string =>
  `coalesce(data ->> '${currency}', '') || coalesce(${by}, '') as name, sum((data ->> '${column}')::numeric)::text as figure
   {known} and ${where} group by 1`;
export const within = (column: string, from: string, till: string): string =>
  `data ->> '${column}' >= '${from}' and data ->> '${column}' < '${till}'`;
export const spend = (where: string, by?: string): string =>
  money('billed_cost', 'billing_currency', where, by);
export const amount = (where: string, by?: string): string => money('amount', 'currency', where, by);
export const counted = (where: string): string => `'' as name, count(*)::text as figure {known} and ${where}`;

/** As the definitions in docs/ask.md say it. */
export const won = `coalesce((data ->> 'is_won')::boolean, data ->> 'stage' = 'won', false)`;
export const closed = `(coalesce((data ->> 'is_closed')::boolean, false) or coalesce((data ->> 'is_won')::boolean, false)
  or coalesce(data ->> 'stage' in ('won', 'lost'), false))`;

/** Figures of a table by currency and group. */
export const grouped = ({ table }: AnsweredQuestion, column = 'value'): Figures => {
  const at = (name: string): number => table?.columns.findIndex((each) => each.name === name) ?? -1;
  const cell = (row: readonly unknown[], name: string): string | null => {
    const value = row[at(name)];
    return typeof value === 'string' ? value : null;
  };
  return Object.fromEntries(
    (table?.rows ?? []).map((row) => [
      (cell(row, 'currency') ?? '') + (cell(row, 'group') ?? ''),
      cell(row, column),
    ]),
  );
};
