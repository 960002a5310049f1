import type { Candidate, Reason } from '../schema/changes.ts';
import { byCodeUnit } from '../schema/code-units.ts';
import type { SourceObject } from '../schema/types.ts';
import { assign } from './assignment.ts';
import { sigmoid } from './evidence-model.ts';
import { compareNames } from './name-likeness.ts';

/** A lost object and the new one that it most likely became. */
export interface ObjectRename extends Candidate {
  readonly from: string;
}

/** Chosen by hand, for want of labelled cases: the same fields alone are worth 0.95, the same name alone nothing. */
const weights = { intercept: -4, fields: 7, name: 2.5 } as const;
/** Objects of one or two fields are alike by chance. */
const fewFieldsAtMost = 0.59;
const fewFields = 3;

/** Share of the two objects' fields that both have, by name and type, 0–1 (Jaccard). */
function sharedFields(a: SourceObject, b: SourceObject): number {
  const left = new Set(a.fields.map(({ name, type }) => `${type} ${name}`));
  const right = new Set(b.fields.map(({ name, type }) => `${type} ${name}`));
  const both = [...left].filter((field) => right.has(field)).length;
  const all = left.size + right.size - both;
  return all === 0 ? 0 : both / all;
}

function weigh(before: SourceObject, after: SourceObject): Omit<Candidate, 'to'> {
  const fields = sharedFields(before, after);
  const name = compareNames(before.name, after.name, new Set()).meaning;
  const confidence = sigmoid(weights.intercept + weights.fields * fields + weights.name * name);
  const few = Math.min(before.fields.length, after.fields.length) < fewFields;
  const part = (weight: number): number => Math.round(weight * 100) / 100;
  const reasons: Reason[] = [
    {
      signal: 'fields',
      weight: part(weights.fields * fields),
      text: `${Math.round(100 * fields)} % of their fields are the same`,
    },
    {
      signal: 'name',
      weight: part(weights.name * name),
      text: `their names are ${Math.round(100 * name)} % alike`,
    },
  ];
  return { confidence: few ? Math.min(confidence, fewFieldsAtMost) : confidence, reasons };
}

/** Pairs lost objects with new ones, one to one, the most certain first. */
export function matchObjects(lost: readonly SourceObject[], fresh: readonly SourceObject[]): ObjectRename[] {
  const byName = (a: SourceObject, b: SourceObject): number => byCodeUnit(a.name, b.name);
  const rows = [...lost].sort(byName);
  const columns = [...fresh].sort(byName);
  const pairs = rows.map((before) => columns.map((after) => weigh(before, after)));
  return assign(pairs.map((row) => row.map(({ confidence }) => confidence)))
    .flatMap((column, row): ObjectRename[] => {
      const pair = pairs[row]?.[column];
      const from = rows[row];
      const to = columns[column];
      return pair && from && to ? [{ from: from.name, to: to.name, ...pair }] : [];
    })
    .sort((a, b) => b.confidence - a.confidence || byCodeUnit(a.from, b.from));
}
