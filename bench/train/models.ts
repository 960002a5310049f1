import type { EvidenceModel } from '../../domain/repair/evidence-model.ts';
import type { Cases, DriftCase } from '../eval/read-cases.ts';
import type { ModelFor } from '../eval/predictions.ts';
import { fitLogistic } from './fit-logistic.ts';
import { leaveOneGroupOut } from './folds.ts';
import { stretched } from './stretch.ts';
import { byObject, entitySamples, mappingSamples, renameSamples } from './samples.ts';

/** Ridge penalties, chosen by the out-of-fold figures. */
export const ridge = { rename: 0.8, mapping: 0.5, entity: 0.1 } as const;

/** Fits the weights, then stretches them so that what is said comes true in repositories that were not fitted on. */
const fitRename = (cases: readonly DriftCase[]): EvidenceModel =>
  stretched(
    fitLogistic(cases.flatMap(renameSamples), ridge.rename),
    leaveOneGroupOut(cases, (one) => one.repo, renameSamples, ridge.rename),
    cases,
  );

const remembered = (fit: ModelFor): ModelFor => {
  const known = new Map<string, EvidenceModel>();
  return (group) => {
    const model = known.get(group) ?? fit(group);
    known.set(group, model);
    return model;
  };
};

export interface Models<M> {
  readonly rename: M;
  readonly mapping: M;
  readonly entity: M;
}

const answer =
  (models: ReadonlyMap<string, EvidenceModel>): ModelFor =>
  (group) => {
    const model = models.get(group);
    if (model === undefined) throw new RangeError(`no model was fitted without ${group}`);
    return model;
  };

/** Models fitted on all cases: what is committed. */
export function fitAll(cases: Cases): Models<EvidenceModel> {
  const mapping = fitLogistic(byObject(cases.mapping).flatMap(mappingSamples), ridge.mapping);
  return {
    rename: fitRename(cases.drift),
    mapping,
    entity: fitLogistic(
      cases.objects.flatMap((one) => entitySamples(one, mapping)),
      ridge.entity,
    ),
  };
}

/** For each repository or system the models that never saw it: what is measured. */
export function fitOutOfFold(cases: Cases): Models<ModelFor> {
  const system = (group: readonly { readonly system: string }[]): string => group[0]?.system ?? '';
  const mapping = answer(leaveOneGroupOut(byObject(cases.mapping), system, mappingSamples, ridge.mapping));
  const entity = leaveOneGroupOut(
    cases.objects,
    (one) => one.system,
    (one) => entitySamples(one, mapping(one.system)),
    ridge.entity,
  );
  const rename = (repo: string): EvidenceModel => fitRename(cases.drift.filter((one) => one.repo !== repo));
  return { rename: remembered(rename), mapping, entity: answer(entity) };
}
