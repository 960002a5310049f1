import type { TenantId } from '../../domain/ids.ts';
import { parseMapping } from '../../domain/mapping/parse.ts';
import type { Mapping } from '../../domain/mapping/types.ts';
import { leastReview } from '../../domain/repair/band.ts';
import type { ProposedChange } from '../../domain/repair/band.ts';
import { matchObjects } from '../../domain/repair/match-objects.ts';
import type { ObjectRename } from '../../domain/repair/match-objects.ts';
import { proposeChanges } from '../../domain/repair/propose.ts';
import { findRenames, renameQuestion } from '../../domain/repair/rename-evidence.ts';
import { diffObjects } from '../../domain/schema/diff.ts';
import { lostPaths } from '../../domain/schema/lost-paths.ts';
import type { SourceObject } from '../../domain/schema/types.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import type { Deps } from '../deps.ts';
import type { OpenedConnection } from '../open-connection.ts';
import type { RepairQuestion } from './gather-question.ts';
import { recordPairs, sampler } from './record-pairs.ts';
import type { Answer } from './store-proposal.ts';

interface Asked {
  readonly tenantId: TenantId;
  readonly opened: OpenedConnection;
  readonly question: RepairQuestion;
}

const nothing: Answer = {
  proposal: { mappings: [], unresolved: [], confidence: 0 },
  author: 'heuristic',
  barred: false,
  newcomers: [],
};

/** Looks among the source's objects that nothing reads for the one that a missing object has become. */
export const findRenamedObject = async (
  deps: Pick<Deps, 'pool' | 'logger'>,
  asked: Asked,
): Promise<Answer> => {
  const { question, opened, tenantId } = asked;
  const { baseline, baselineVersion } = question.shapes;
  const lost = { ...baseline, name: question.ticket.object };
  const fresh = await unreadObjects(deps, asked);
  const [rename] = matchObjects([lost], fresh);
  const becomes = fresh.find(({ name }) => name === rename?.to);
  if (rename === undefined || becomes === undefined || rename.confidence < leastShown) return nothing;
  const mappings = question.mappings.map(({ document }) => parseMapping(document));
  const current: SourceObject = { ...becomes, name: lost.name };
  const pairs = await recordPairs(deps, {
    tenantId,
    opened,
    stream: question.stream,
    baselineVersion,
    key: mappings[0]?.key ?? [],
    sample: sampler(deps, opened, becomes),
  });
  const change = {
    baseline: lost,
    current,
    lost: lostPaths(diffObjects(lost, current)),
    ...findRenames(renameQuestion(lost, current), { pairs }),
  };
  const proposal = proposeChanges(change, mappings, pairs);
  return {
    proposal: {
      mappings: mappings.map((mapping) => ({
        mapping,
        changes: [
          objectChange(mapping, rename),
          ...(proposal.mappings.find((one) => one.mapping.entity === mapping.entity)?.changes ?? []),
        ],
      })),
      unresolved: proposal.unresolved,
      confidence: rename.confidence * proposal.confidence,
    },
    author: 'heuristic',
    barred: false,
    newcomers: [],
  };
};

const leastShown = 0.05;

const objectChange = ({ entity, object }: Mapping, rename: ObjectRename): ProposedChange => ({
  entity,
  agreement: null,
  change: {
    id: `${entity}:object`,
    kind: 'object',
    part: 'object',
    field: 'object',
    lost: [object],
    found: [rename.to],
    before: null,
    after: null,
    confidence: rename.confidence,
    evidence: rename.reasons,
    selected: rename.confidence >= leastReview,
  },
});

/** Objects that the source has now, may be read, and belong to no stream. */
const unreadObjects = async (
  { pool }: Pick<Deps, 'pool'>,
  { tenantId, opened }: Asked,
): Promise<readonly SourceObject[]> => {
  const connector = await opened.module.open(opened.options);
  try {
    const { objects } = await connector.discover();
    const streams = await withTenant(pool, tenantId, ({ db }) =>
      db.selectFrom('streams').select('object').where('connection_id', '=', opened.connectionId).execute(),
    );
    const read = new Set(streams.map(({ object }) => object));
    return objects.filter(({ name, access }) => access === 'granted' && !read.has(name));
  } finally {
    await connector.close();
  }
};
