import { lessonsOf } from '../../../domain/repair/lessons.ts';
import type { ChangeEdit } from '../../../domain/repair/repair.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import { remember } from './repair-memory.ts';
import type { Repair } from './repairs.ts';

/** Lets memory learn from what a person did with a repair; what the policy decides teaches nothing. */
export const rememberDecision = async (
  transaction: TenantTransaction,
  repair: Repair,
  decision: {
    readonly verdict: 'approve' | 'reject' | 'undo';
    readonly edits?: readonly ChangeEdit[] | undefined;
    /** User id, or `policy`. */
    readonly decidedBy: string;
  },
): Promise<void> => {
  if (decision.decidedBy === 'policy') return;
  const lessons = lessonsOf(repair.mappings, decision.verdict, decision.edits);
  if (lessons.length === 0) return;
  const { system } = await transaction.db
    .selectFrom('connections')
    .select('system')
    .where('connection_id', '=', repair.connection_id)
    .executeTakeFirstOrThrow();
  await remember(
    transaction,
    lessons.map((lesson) => ({
      ...lesson,
      system,
      object: repair.object,
      decidedBy: decision.decidedBy,
      repairId: repair.repair_id,
    })),
  );
};
