import { canonicalEntities } from '../../domain/canonical/canonical-entities.ts';
import { entities } from '../../domain/mapping/types.ts';
import type { EvidenceModel } from '../../domain/repair/evidence-model.ts';
import { logOddsOf, sigmoid } from '../../domain/repair/evidence-model.ts';
import { matchFields } from '../../domain/repair/match-fields.ts';
import { entityFeatures } from '../../domain/repair/suggest-entity.ts';
import { suggestFields } from '../../domain/repair/suggest-fields.ts';
import { byObject, isRight, mappingQuestion, renameQuestion, shapesOf } from '../train/samples.ts';
import type { Judged } from './calibration.ts';
import type { DriftCase, MappingCase, ObjectCase } from './read-cases.ts';

/** Predictions in the scorers' format, one JSON object a line, and each answer with its truth. */
export interface Predictions {
  readonly lines: readonly object[];
  readonly judged: readonly (Judged & { readonly what: string })[];
}

/** The model for a repository or system: one that has not seen it, or the committed one. */
export type ModelFor = (group: string) => EvidenceModel;

const joined = (parts: readonly Predictions[]): Predictions => ({
  lines: parts.flatMap(({ lines }) => lines),
  judged: parts.flatMap(({ judged }) => judged),
});

export const predictDrift = (cases: readonly DriftCase[], modelFor: ModelFor): Predictions =>
  joined(
    cases.map((one) => {
      const found = matchFields(renameQuestion(one), undefined, modelFor(one.repo));
      const right = new Set(one.gold.renamed.map(([from, to]) => `${from}\0${to}`));
      return {
        lines: [{ id: one.id, renamed: found.map(({ from, to, confidence }) => [from, to, confidence]) }],
        judged: found.map(({ from, to, confidence }) => ({
          what: `${one.kind} ${one.repo} ${one.table}: ${from} → ${to}`,
          confidence,
          right: right.has(`${from}\0${to}`),
        })),
      };
    }),
  );

export const predictMapping = (cases: readonly MappingCase[], modelFor: ModelFor): Predictions =>
  joined(
    byObject(cases).map((group) => {
      const question = mappingQuestion(group);
      const found = suggestFields(question, modelFor(group[0]?.system ?? ''));
      return {
        lines: group.map((one, at) => ({
          id: one.id,
          entity: question.entity.name,
          field: found[at]?.field ?? null,
          confidence: found[at]?.confidence ?? 0,
        })),
        judged: group.flatMap((one, at) => {
          const field = found[at]?.field;
          const right = field ? isRight(one, field) : undefined;
          const what = `${one.system} ${one.object}.${one.source_field} → ${field ?? ''}`;
          return right === undefined ? [] : [{ what, confidence: found[at]?.confidence ?? 0, right }];
        }),
      };
    }),
  );

export const predictObjects = (
  cases: readonly ObjectCase[],
  mappingFor: ModelFor,
  entityFor: ModelFor,
): Predictions =>
  joined(
    cases.map((one) => {
      const best = entities
        .map((entity) => {
          const question = {
            system: one.system,
            object: one.object,
            fields: shapesOf(one),
            entity: canonicalEntities[entity],
          };
          const fields = suggestFields(question, mappingFor(one.system));
          const features = entityFeatures(entity, one.object, fields);
          return { entity, confidence: sigmoid(logOddsOf(entityFor(one.system), features)) };
        })
        .sort((a, b) => b.confidence - a.confidence)[0];
      if (best === undefined) return { lines: [], judged: [] };
      const what = `${one.system} ${one.object} → ${best.entity}`;
      const right = one.gold?.toLowerCase() === best.entity;
      return {
        lines: [{ id: one.id, entity: best.entity, confidence: best.confidence }],
        judged: [{ what, confidence: best.confidence, right }],
      };
    }),
  );
