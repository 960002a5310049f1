import { Fault } from '../../../domain/faults.ts';
import { decisionOn } from '../../../platform/database/repositories/repair-decisions.ts';
import { decisionsNaming } from '../../../platform/database/repositories/repair-memory.ts';
import { findRepair, findTicket } from '../../../platform/database/repositories/repairs.ts';
import type { Repair } from '../../../platform/database/repositories/repairs.ts';
import { repairDetail, repairParams } from '../../contract/repairs.ts';
import { endpoint } from '../../endpoint.ts';
import { repairDetailView } from './repair-view.ts';

const similarShown = 5;

/** Names of fields that its changes take from and give to; canonical ones with their entity, as memory has them. */
const namesOf = ({ repair_id: repairId, mappings }: Repair) => {
  const changes = mappings.flatMap(({ entity, changes }) => changes.map((change) => ({ entity, ...change })));
  return {
    repairId,
    from: changes.flatMap(({ lost }) => lost),
    to: changes.flatMap(({ entity, field, found }) => [...found, `${entity}.${field}`]),
  };
};

export const getRepair = endpoint({
  id: 'getRepair',
  method: 'get',
  path: '/mesh/repairs/:repair_id',
  tag: 'mesh',
  summary: 'A repair: what would change, why, and what becomes of the stored records',
  role: 'viewer',
  params: repairParams,
  replies: { 200: repairDetail },
  handle: async ({ params, transaction }) => {
    const repair = await findRepair(transaction, params.repair_id);
    const ticket = repair && (await findTicket(transaction, repair.drift_event_id));
    if (repair === undefined || ticket === undefined)
      throw new Fault('not_found', `There is no repair ${params.repair_id}`);
    const decision = await decisionOn(transaction, repair.repair_id);
    const similar = await decisionsNaming(transaction, namesOf(repair), similarShown);
    return { status: 200, body: repairDetailView(repair, ticket, decision, similar) };
  },
});
