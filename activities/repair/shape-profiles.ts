import type { RowBatch } from '../../connectors/contract.ts';
import type { TenantId } from '../../domain/ids.ts';
import { ObjectSketch } from '../../domain/profile/object-sketch.ts';
import type { ObjectProfile } from '../../domain/profile/profile.ts';
import type { ShapeProfiles } from '../../domain/repair/rename-evidence.ts';
import type { SourceObject } from '../../domain/schema/types.ts';
import { profileOf } from '../../platform/database/repositories/field-profiles.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import type { Deps } from '../deps.ts';
import type { RepairQuestion } from './gather-question.ts';

interface Asked {
  readonly tenantId: TenantId;
  readonly question: RepairQuestion;
  readonly sample: () => Promise<RowBatch>;
}

/** Fewer rows under the new shape are less than what a sample tells. */
const fewestSeen = 200;

/**
 * What an object's values look like under its approved shape and now: from all rows read, and, as long as few were read under
 * the new shape, from a sample of the source.
 */
export const shapeProfiles = async (
  { pool }: Pick<Deps, 'pool'>,
  { tenantId, question, sample }: Asked,
): Promise<ShapeProfiles> => {
  const { ticket, shapes } = question;
  const of = (schemaVersion: number): Promise<ObjectProfile | undefined> =>
    withTenant(pool, tenantId, (transaction) =>
      profileOf(transaction, { connectionId: ticket.connection_id, object: ticket.object, schemaVersion }),
    );
  const before = await of(shapes.baselineVersion);
  if (before === undefined) return { before, after: undefined };
  const read = await of(shapes.currentVersion);
  if (read !== undefined && read.rows >= fewestSeen) return { before, after: read };
  const sampled = sketched(shapes.current, await sample());
  return { before, after: sampled.rows > (read?.rows ?? 0) ? sampled : read };
};

const sketched = ({ fields }: SourceObject, { columns, rows }: RowBatch): ObjectProfile => {
  const sketch = new ObjectSketch(fields.map(({ name }) => name));
  sketch.add(columns, rows);
  return sketch.profile();
};
