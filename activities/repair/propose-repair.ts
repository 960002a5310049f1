import { tenantId as parseTenant } from '../../domain/ids.ts';
import { parseMapping } from '../../domain/mapping/parse.ts';
import { LostSources } from '../../domain/repair/lost-sources.ts';
import type { ObjectChange } from '../../domain/repair/lost-sources.ts';
import { newcomers, withoutFields } from '../../domain/repair/newcomers.ts';
import { proposeChanges } from '../../domain/repair/propose.ts';
import type { RecordPair } from '../../domain/repair/record-pairs.ts';
import { findRenames, renameQuestion } from '../../domain/repair/rename-evidence.ts';
import type { Deps } from '../deps.ts';
import { withHeartbeat } from '../edge.ts';
import { loadConnection } from '../open-connection.ts';
import type { OpenedConnection } from '../open-connection.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import type { RepairInput } from '../../workflows/repair.contract.ts';
import { authorOf, judgeRenames, recallPairs, recollectionOf } from './advise-renames.ts';
import { findRenamedObject } from './find-renamed-object.ts';
import { gatherQuestion } from './gather-question.ts';
import type { RepairQuestion } from './gather-question.ts';
import { recordPairs, sampler } from './record-pairs.ts';
import { shapeProfiles } from './shape-profiles.ts';
import { storeProposal } from './store-proposal.ts';
import type { Answer } from './store-proposal.ts';

type Needs = Pick<Deps, 'pool' | 'secrets' | 'config' | 'logger' | 'advisor'>;

export const createProposeActivities = (deps: Needs) => ({
  /**
   * Finds what became of a ticket's lost fields and stores it as a repair. Tickets that need none are settled at once: what
   * touches nothing mapped is accepted, what nobody can repair, or nobody wants to be asked about, is left to people.
   */
  proposeRepair: (input: RepairInput): Promise<void> =>
    withHeartbeat(async () => {
      const tenantId = parseTenant(input.tenantId);
      const question = await withTenant(deps.pool, tenantId, (transaction) =>
        gatherQuestion(transaction, input.driftEventId),
      );
      if (question === null) return;
      const opened = await loadConnection(deps, tenantId, question.ticket.connection_id);
      const answer =
        question.ticket.kind === 'object_removed'
          ? await findRenamedObject(deps, { tenantId, opened, question })
          : await findAnswer(deps, { tenantId, opened, question });
      await withTenant(deps.pool, tenantId, (transaction) =>
        storeProposal(transaction, deps.config, question, answer),
      );
    }),
});

export type ProposeActivities = ReturnType<typeof createProposeActivities>;

interface Asked {
  readonly tenantId: ReturnType<typeof parseTenant>;
  readonly opened: OpenedConnection;
  readonly question: RepairQuestion;
}

const findAnswer = async (deps: Needs, { tenantId, opened, question }: Asked): Promise<Answer> => {
  const { current, baselineVersion } = question.shapes;
  const beside = newcomersOf(question);
  const baseline = withoutFields(question.shapes.baseline, beside);
  const mappings = question.mappings.map(({ document }) => parseMapping(document));
  const asked = renameQuestion(baseline, current);
  const advice = {
    tenantId,
    system: opened.system,
    question: asked,
    subject: question.ticket.drift_event_id,
  };
  const known = await recallPairs(deps.advisor, advice);
  const historyOf = (lost: string, fresh: string): number | undefined =>
    recollectionOf(known, lost, fresh)?.history;
  const sample = sampler(deps, opened, current);
  const pairsWith = (key: readonly string[]): Promise<readonly RecordPair[]> =>
    recordPairs(deps, { tenantId, opened, stream: question.stream, baselineVersion, key, sample });
  // A key that was renamed is called by its most likely new name, so that records can be found again.
  const profiles = await shapeProfiles(deps, { tenantId, question, sample });
  const byProfiles = {
    baseline,
    current,
    lost: question.lost,
    ...findRenames(asked, { pairs: [], historyOf, profiles }),
  };
  const pairs = await pairsWith(keyNow(byProfiles, mappings[0]?.key ?? []));
  const found = findRenames(asked, { pairs, historyOf, profiles, mappings });
  const automatic = deps.config.DRIFT_REPAIR_CONFIDENCE_THRESHOLD;
  const renames = await judgeRenames(deps.advisor, advice, found.renames, { known, automatic });
  const change: ObjectChange = { ...byProfiles, ...found, renames };
  const proposal = proposeChanges(change, mappings, pairs);
  const barred = renames.some(({ from, to }) => recollectionOf(known, from, to)?.barred);
  return { proposal, author: authorOf(renames, known), barred, newcomers: beside };
};

const newcomersOf = ({ shapes, lost, isRead }: RepairQuestion): readonly string[] => {
  const { baseline, baselineVersion, versions } = shapes;
  const earlier = [...versions].filter(([version]) => version < baselineVersion).map(([, shape]) => shape);
  return newcomers({ baseline, earlier }, lost, isRead);
};

const keyNow = (change: ObjectChange, key: readonly string[]): readonly string[] => {
  const sources = new LostSources(change);
  const now = key.map((path) =>
    sources.lostBehind(path) === undefined ? path : sources.targetOf(path)?.path,
  );
  return now.every((path) => path !== undefined) ? now : [];
};
