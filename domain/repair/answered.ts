import { canonicalJson } from '../mapping/canonical-json.ts';
import type { FieldRule, Mapping } from '../mapping/types.ts';
import type { Json } from '../json.ts';
import type { ObjectChange } from './lost-sources.ts';
import { LostSources } from './lost-sources.ts';
import { stillLost } from './propose.ts';
import type { FieldChange } from './repair.ts';

/** What a mapping written by a person makes of an object's change. */
export interface Written {
  readonly change: Pick<ObjectChange, 'baseline' | 'current' | 'lost'>;
  readonly mapping: Mapping;
  /** The mapping when the change was seen; undefined: there was none. */
  readonly before: Mapping | undefined;
}

const textOf = (rule: FieldRule | undefined): string =>
  canonicalJson(JSON.parse(JSON.stringify(rule ?? null)) as Json);

const ruleOf = (mapping: Mapping | undefined, name: string): FieldRule | undefined => mapping?.fields[name];

/** Canonical fields whose rule is another one than before. */
const rewritten = ({ mapping, before }: Written): readonly string[] =>
  [...new Set([...Object.keys(before?.fields ?? {}), ...Object.keys(mapping.fields)])].filter(
    (name) => textOf(ruleOf(mapping, name)) !== textOf(ruleOf(before, name)),
  );

const objectOf = ({ change }: Written): ObjectChange => ({ ...change, renames: [], compositions: [] });

/**
 * Names of lost fields that a person's mapping leaves unanswered. A field that is gone is answered where nothing reads it any
 * more; one that is there with another type also where its rule was written anew, since only its author knows what it reads
 * now.
 */
export const unanswered = (written: Written): readonly string[] => {
  const { mapping, change } = written;
  const present = new Set(change.current.fields.map(({ name }) => name));
  const anew = rewritten(written).map((name) => ({ id: `${mapping.entity}.${name}`, selected: true }));
  const kept = new Set(stillLost(objectOf(written), mapping, anew));
  const read = stillLost(objectOf(written), mapping, []);
  return [...new Set(read.filter((name) => !present.has(name) || kept.has(name)))].sort();
};

/** The rules that a person wrote anew for lost fields, as the changes of a repair. */
export const writtenChanges = (written: Written): readonly FieldChange[] => {
  const { mapping, before } = written;
  const sources = new LostSources(objectOf(written));
  return rewritten(written).flatMap((field): FieldChange[] => {
    const [was, is] = [ruleOf(before, field) ?? null, ruleOf(mapping, field) ?? null];
    const lost = (was?.from ?? []).filter((path) => sources.lostBehind(path) !== undefined);
    if (lost.length === 0) return [];
    const found = is?.from ?? [];
    const moved = found.join('\n') !== was?.from.join('\n');
    return [
      {
        id: `${mapping.entity}.${field}`,
        kind: is === null ? 'drop' : moved ? 'rename' : 'retype',
        part: 'field',
        field,
        lost,
        found,
        before: was,
        after: is,
        confidence: 1,
        evidence: [{ signal: 'person', weight: 0, text: 'a person has written this rule' }],
        selected: true,
      },
    ];
  });
};
