import { appendEvent } from '../../../platform/database/repositories/event-log.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import type { GenerationCounts } from '../../../platform/database/tables/dcl.ts';
import type { UnifiedEntity } from '../../../domain/unify/plan.ts';
import { unifiedEntities } from '../../../domain/unify/plan.ts';
import type { IdChanges } from './place-records.ts';

export interface ToldBuild {
  readonly taskId: string;
  readonly traceId: string;
  readonly generation: number;
  readonly built: {
    readonly contentHash: string;
    readonly counts: GenerationCounts;
    readonly placed: Readonly<Record<UnifiedEntity, IdChanges>>;
  };
}

/** So many merges and splits are told one by one; `dcl.published` counts them all. */
const mostTold = 100;

/** Events of a published generation: golden records that became one or several, and the generation itself. */
export const tellOfChanges = async (
  transaction: TenantTransaction,
  { taskId, traceId, generation, built }: ToldBuild,
): Promise<void> => {
  let [merged, split] = [0, 0];
  for (const entity of unifiedEntities) {
    const { redirects, splits } = built.placed[entity];
    const heirs = new Map<string, string[]>();
    for (const [from, to] of redirects) heirs.set(to, [...(heirs.get(to) ?? []), from]);
    for (const [id, from] of [...heirs].slice(0, mostTold))
      await appendEvent(transaction, {
        type: 'golden.merged',
        traceId,
        taskId,
        subject: { kind: entity, id },
        data: { by: 'connect', generation, from: [...from].sort() },
      });
    for (const [id, into] of [...splits].slice(0, mostTold))
      await appendEvent(transaction, {
        type: 'golden.split',
        traceId,
        taskId,
        subject: { kind: entity, id },
        data: { by: 'connect', generation, into: [...into] },
      });
    merged += redirects.size;
    split += splits.size;
  }
  await appendEvent(transaction, {
    type: 'dcl.published',
    traceId,
    taskId,
    subject: { kind: 'generation', id: String(generation) },
    data: {
      content_hash: built.contentHash,
      records: { ...built.counts.records },
      golden: { ...built.counts.golden },
      duplicates: { ...built.counts.duplicates },
      merged,
      split,
    },
  });
};
