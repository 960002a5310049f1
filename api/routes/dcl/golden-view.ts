import type { z } from 'zod';
import { canonicalEntities } from '../../../domain/canonical/canonical-entities.ts';
import type { Entity } from '../../../domain/mapping/types.ts';
import type { GoldenRow } from '../../../platform/database/repositories/golden-records.ts';
import type { goldenDetail, goldenRecord } from '../../contract/dcl.ts';

/** A golden record as lists show it. */
export const goldenView = (entity: Entity, row: GoldenRow): z.input<typeof goldenRecord> => ({
  golden_id: row.id,
  entity,
  values: row.values,
  extras: row.extras,
  sources: [...row.sources],
  generation: row.generation,
});

type Origin = z.input<typeof goldenDetail>['origins'][number];

/** Source record, mapping version and rule of every value that there is. */
export const originsOf = (entity: Entity, { values, sources, provenance }: GoldenRow): Origin[] =>
  canonicalEntities[entity].fields.flatMap(({ name }): Origin[] => {
    if (values[name] === null || values[name] === undefined) return [];
    const [at, rule] = provenance?.[name] ?? [0, 'only'];
    const source = sources[at];
    if (source === undefined) return [];
    const known = source.pending?.[name] ?? source;
    return [
      {
        field: name,
        record_key: source.record_key,
        mapping_version: known.mapping_version,
        seq: known.seq,
        rule: rule as Origin['rule'],
      },
    ];
  });
