import { sql } from 'kysely';
import type { Connector, RowBatch } from '../connectors/contract.ts';
import { Fault } from '../domain/faults.ts';
import { tenantId as parseTenant } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import type { Mapping } from '../domain/mapping/types.ts';
import { likeliestEntity, readableShapes, suggestMapping } from '../domain/repair/first-mapping.ts';
import { newestShape } from '../platform/database/repositories/source-schemas.ts';
import { withTenant } from '../platform/database/with-tenant.ts';
import type { SuggestMappingsInput } from '../workflows/suggest-mappings.contract.ts';
import { adviseMapping } from './advise-mapping.ts';
import type { Deps } from './deps.ts';
import { withHeartbeat } from './edge.ts';
import { lookAt } from './look-at-source.ts';
import { loadConnection } from './open-connection.ts';
import { offerMapping } from './offer-mapping.ts';
import type { Suggested } from './offer-mapping.ts';
import { recordSchema } from './record-schema.ts';

type Needs = Pick<Deps, 'pool' | 'secrets' | 'config' | 'logger' | 'advisor'> & {
  readonly defaults: readonly Mapping[];
};

export interface SuggestFor extends SuggestMappingsInput {
  readonly objects: readonly string[];
  /** Asked for by name: also what was proposed or left alone before. */
  readonly anew: boolean;
}

/** Rows that are looked at to tell how an object's values are to be read. */
const sampleRows = 100;

export const createSuggestActivities = (deps: Needs) => ({
  /** Looks at the source and answers its objects that neither a mapping reads nor a shipped one suits, by name. */
  findUnmapped: (input: SuggestMappingsInput): Promise<{ readonly objects: readonly string[] }> =>
    withHeartbeat(async () => {
      const tenantId = parseTenant(input.tenantId);
      const opened = await loadConnection(deps, tenantId, input.connectionId);
      const schema = await lookAt(opened);
      const { system } = opened;
      const { unmapped } = await withTenant(deps.pool, tenantId, (transaction) =>
        recordSchema(transaction, {
          ...input,
          system,
          schema,
          defaults: deps.defaults,
          askAnew: new Set(input.objects),
        }),
      );
      const names = unmapped.filter(({ access }) => access === 'granted').map(({ name }) => name);
      const unknown = (input.objects ?? []).find((name) => !names.includes(name));
      if (unknown !== undefined)
        throw new Fault(
          'not_found',
          `${unknown} is no object without a mapping: it is not there, may not be read, or has one`,
        );
      return { objects: input.objects ?? names };
    }),

  /** Suggests a first mapping for each of these objects from its fields and a few rows, and offers it as a repair. */
  suggestFor: (input: SuggestFor): Promise<void> =>
    withHeartbeat(async (signal) => {
      const tenantId = parseTenant(input.tenantId);
      const opened = await loadConnection(deps, tenantId, input.connectionId);
      const connector = await opened.module.open(opened.options);
      try {
        for (const name of input.objects) {
          signal.throwIfAborted();
          const { object } = await withTenant(deps.pool, tenantId, (transaction) =>
            newestShape(transaction, input.connectionId, name),
          );
          const samples = await samplesOf(connector, object);
          const question = { system: opened.system, object, samples };
          const found = likeliestEntity(question);
          const advised =
            found &&
            (await adviseMapping(
              deps.advisor,
              { tenantId, system: opened.system, object: name, fields: readableShapes(question) },
              found,
            ));
          const answer = suggestMapping(question, advised?.suggestion ?? found);
          await withTenant(deps.pool, tenantId, async (transaction) => {
            const suggested = await offerMapping(transaction, deps.config, {
              ...input,
              object: name,
              answer,
              author: advised?.author ?? 'heuristic',
              barred: advised?.barred ?? false,
            });
            await noteSuggested(transaction, input.taskId, suggested);
          });
        }
      } finally {
        await connector.close();
      }
    }),
});

export type SuggestActivities = ReturnType<typeof createSuggestActivities>;

type Sampled = Parameters<Connector['sample']>[0];

/** The first rows; an object that cannot be read just now is judged by its names and types. */
const samplesOf = async (
  connector: Connector,
  object: Sampled,
): Promise<readonly Readonly<Record<string, Json>>[]> =>
  recordsOf(await connector.sample(object, sampleRows));

const recordsOf = ({ columns, rows }: RowBatch): readonly Readonly<Record<string, Json>>[] =>
  rows.map((row) =>
    Object.fromEntries(
      columns.flatMap((column, at) => {
        const cell = row[at];
        return cell === undefined ? [] : [[column, cell] as const];
      }),
    ),
  );

const noteSuggested = async (
  { db }: Parameters<typeof newestShape>[0],
  taskId: string,
  suggested: Suggested | null,
): Promise<void> => {
  if (suggested === null) return;
  const one = JSON.stringify([suggested]);
  await db
    .updateTable('tasks')
    .set({
      result: sql<string>`jsonb_set(coalesce(result, '{}'), '{suggested}',
        coalesce(result -> 'suggested', '[]') || ${one}::jsonb)`,
    })
    .where('task_id', '=', taskId)
    .execute();
};
