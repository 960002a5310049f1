import type { FieldRule, Mapping } from '../mapping/types.ts';
import type { SchemaChange } from '../schema/changes.ts';
import { readsOf } from '../schema/severity.ts';
import type { SourceObject } from '../schema/types.ts';

const folded = (text: string): string => text.trim().toLowerCase();

/** The words that a rule's table knows; undefined where it has none, or keeps others. */
const wordsOf = ({ transforms }: FieldRule): ReadonlySet<string> | undefined => {
  const table = transforms.find(
    ({ name, arguments: given }) => name === 'enum' && given['otherwise'] === undefined,
  );
  const words: unknown = table?.arguments['table'];
  return typeof words === 'object' && words !== null ? new Set(Object.keys(words).map(folded)) : undefined;
};

/** New values of a list that the tables of a mapping have no word for, one sentence each: records with them are refused. */
export const wordDoubts = (
  mapping: Mapping,
  baseline: SourceObject,
  changes: readonly SchemaChange[],
): readonly string[] =>
  changes.flatMap((change) => {
    if (change.kind !== 'values_added') return [];
    return Object.entries(mapping.fields).flatMap(([name, rule]) => {
      const words = wordsOf(rule);
      if (words === undefined || !readsOf(new Set(rule.from), baseline)(change.field)) return [];
      const unknown = change.values.filter((value) => !words.has(folded(value)));
      return unknown.length === 0
        ? []
        : [
            `the mapping has no word for ${unknown.join(', ')} of ${change.field}, so records with it get no ${name} and are quarantined`,
          ];
    });
  });
