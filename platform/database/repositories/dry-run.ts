import { afterPrefix, recordKeyPrefix } from '../../../domain/record-keys.ts';
import { passMapper } from '../../../domain/repair/pass.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import { lostInStored } from './lost-in-stored.ts';
import type { MappingKey } from './mapping-history.ts';
import { openTickets } from './object-schemas.ts';
import { passOverFirst } from './repair-passes.ts';
import type { FirstRecords } from './repair-passes.ts';

export interface DryRun {
  readonly key: MappingKey;
  /** The connection's. */
  readonly slug: string;
  /** The object's name in the source now. */
  readonly object: string;
  /** YAML of the mapping that is tried. */
  readonly document: string;
}

/**
 * What another version of a mapping would make of the stored records: how many change, and some of them before and after.
 * Nothing is written and no source is asked. Of many records the first are looked at.
 */
export const dryRun = async (
  transaction: TenantTransaction,
  { key: { connectionId, stream, entity }, slug, object, document }: DryRun,
): Promise<FirstRecords> => {
  const tickets = await openTickets(transaction, connectionId);
  const lost = tickets.find((ticket) => ticket.object === object)?.lost ?? [];
  const prefix = recordKeyPrefix(slug, stream);
  return await passOverFirst(transaction, {
    from: `${prefix}\n`,
    to: afterPrefix(prefix),
    map: passMapper([{ entity, document }], await lostInStored(transaction, connectionId, object, lost)),
  });
};
