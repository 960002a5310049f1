import type { Json } from '../../../domain/json.ts';
import { explainStored } from '../../../domain/unify/explain-stored.ts';
import type { MatchModel } from '../../../domain/unify/model.ts';
import { currentGeneration } from '../../../platform/database/repositories/dcl-generations.ts';
import {
  constraintOf,
  standingConstraints,
} from '../../../platform/database/repositories/golden-constraints.ts';
import { membersOf } from '../../../platform/database/repositories/golden-records.ts';
import { goldenExplanation, goldenParams } from '../../contract/dcl.ts';
import { detachedEndpoint } from '../../endpoint.ts';
import { existingGolden } from './existing-golden.ts';
import { queryOrRebuild } from './query-or-rebuild.ts';

const mostPairs = 200;
const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

export const getExplanation = detachedEndpoint({
  id: 'explainGoldenRecord',
  method: 'get',
  path: '/dcl/views/:entity/:golden_id/explanation',
  tag: 'dcl',
  summary: 'Why the records of a golden record are one: the evidence of each pair, step by step',
  description:
    'The steps of a pair add up to its evidence in bits. Pairs that were not compared are left out, and so are records that decisions of people alone have brought together.',
  role: 'viewer',
  params: goldenParams,
  replies: { 200: goldenExplanation },
  handle: async ({ params: { entity, golden_id: asked }, caller, inTenant, traceId }, deps) => {
    const { id, model, decisions } = await inTenant(async (transaction) => {
      const row = await existingGolden(transaction, entity, asked);
      const current = await currentGeneration(transaction);
      const members = await membersOf(transaction, entity, [row.id], mostPairs);
      const keys = new Set(members.map(({ record_key }) => record_key));
      const standing = (await standingConstraints(transaction)).filter((each) => {
        const constraint = constraintOf(each);
        const named =
          constraint.kind === 'merge'
            ? constraint.records
            : constraint.kind === 'split'
              ? constraint.groups.flat()
              : [constraint.record];
        return each.entity === entity && named.some((key) => keys.has(key));
      });
      return {
        id: row.id,
        model: current?.model?.[entity] as unknown as MatchModel | undefined,
        decisions: standing.map(({ constraint_id }) => constraint_id),
      };
    });
    const answer = await queryOrRebuild(
      deps,
      { caller, inTenant, traceId },
      {
        sql: `SELECT p.left_key, p.right_key, p.pattern, p.bits FROM golden_pairs p
        JOIN golden_members m ON m.entity = p.entity AND m.record_key = p.left_key
        WHERE p.entity = $1 AND m.golden_id = $2 ORDER BY p.bits DESC, p.left_key, p.right_key`,
        parameters: [entity, id],
        limits: { rows: mostPairs },
      },
    );
    const pairs = answer.rows.flatMap(([left, right, pattern, bits]) =>
      model === undefined
        ? []
        : [
            {
              left: textOf(left),
              right: textOf(right),
              ...explainStored(model, { pattern: Number(pattern), bits: Number(bits) }),
            },
          ],
    );
    const shown = pairs.map((pair) => ({ ...pair, steps: pair.steps.map((step) => ({ ...step })) }));
    return { status: 200, body: { golden_id: id, generation: answer.generation, pairs: shown, decisions } };
  },
});
