import {
  calibrationOf,
  countDrift,
  countRepairs,
  recallsOf,
} from '../../../platform/database/repositories/repair-figures.ts';
import { repairFigures, repairFiguresQuery } from '../../contract/repair-figures.ts';
import { endpoint } from '../../endpoint.ts';

const dayMs = 86_400_000;
const recallsTold = 6;

export const getRepairFigures = endpoint({
  id: 'getRepairFigures',
  method: 'get',
  path: '/mesh/figures',
  tag: 'mesh',
  summary: 'Drift by kind, what became of repairs, and how their confidence held',
  role: 'viewer',
  query: repairFiguresQuery,
  replies: { 200: repairFigures },
  handle: async ({ query, transaction }) => {
    const since = new Date(Date.now() - query.days * dayMs);
    return {
      status: 200,
      body: {
        since: since.toISOString(),
        drift: (await countDrift(transaction, since)).map((counted) => ({ ...counted })),
        repairs: await countRepairs(transaction, since),
        recalls: (await recallsOf(transaction, since, recallsTold)).map(({ at, lost, found, ...recall }) => ({
          ...recall,
          lost: [...lost],
          found: [...found],
          at: at.toISOString(),
        })),
        calibration: (await calibrationOf(transaction, since)).map((bin) => ({ ...bin })),
      },
    };
  },
});
