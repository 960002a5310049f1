import type { z } from 'zod';
import { parseMapping } from '../../../domain/mapping/parse.ts';
import type { Entity } from '../../../domain/mapping/types.ts';
import type { MappingRow, MappingVersion } from '../../../platform/database/repositories/mapping-history.ts';
import type { mapping, mappingDetail, mappingVersion } from '../../contract/mappings.ts';
import { mappingIdOf } from './mapping-id.ts';

/** A mapping as the lists show it. */
export const mappingView = (row: MappingRow): z.input<typeof mapping> => ({
  mapping_id: mappingIdOf({ connectionId: row.connection_id, stream: row.stream, entity: row.entity }),
  connection_id: row.connection_id,
  connection_slug: row.slug,
  system: row.system,
  stream: row.stream,
  object: row.object,
  entity: row.entity as Entity,
  version: row.version,
  newest_version: row.newest,
  author: row.author,
  author_id: row.author_id,
  reason: row.reason,
  switched_at: row.switched_at.toISOString(),
});

/** A stored document's rules, for those who do not read YAML. */
export const parsedView = (document: string): z.input<typeof mappingDetail>['parsed'] => {
  const { key, changeField, where, fields } = parseMapping(document);
  return {
    key: [...key],
    change_field: changeField,
    where: where.map(({ path, operator, value }) => ({
      path,
      operator,
      ...(value === undefined ? {} : { value }),
    })),
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, rule]) => [
        name,
        {
          from: [...rule.from],
          transforms: rule.transforms.map((step) => ({ name: step.name, arguments: { ...step.arguments } })),
          ...(rule.default === undefined ? {} : { default: rule.default }),
          required: rule.required,
        },
      ]),
    ),
  };
};

/** A version as the history shows it. */
export const versionView = (
  row: MappingVersion,
  active: number | undefined,
): z.input<typeof mappingVersion> => ({
  version: row.version,
  active: row.version === active,
  author: row.author,
  author_id: row.author_id,
  reason: row.reason,
  parent_version: row.parent_version,
  created_at: row.created_at.toISOString(),
});
