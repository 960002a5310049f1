import { z } from 'zod';
import { orNull } from './or-null.ts';
import { entities } from '../../domain/mapping/types.ts';
import { pageOf, pageQuery, timestamp } from './page.ts';
import { taskAccepted } from './tasks.ts';

export const entity = z.enum(entities).meta({ id: 'Entity' });
const author = z.enum(['human', 'heuristic', 'memory', 'llm', 'default']);
const versionNumber = z.int().min(1);

/** A mapping is named by connection, stream and entity; its id is those three in one opaque text. */
const mappingId = z
  .string()
  .regex(/^[\w-]{1,2000}$/)
  .describe('Opaque; from GET /mesh/mappings');

const mappingFields = {
  mapping_id: z.string(),
  connection_id: z.uuid(),
  connection_slug: z.string(),
  system: z.string(),
  stream: z.string().describe("The object's name at first mapping; record keys keep it"),
  object: z.string(),
  entity,
  version: versionNumber.describe('The active one'),
  newest_version: versionNumber,
  author,
  author_id: z.string().nullable(),
  reason: z.string(),
  switched_at: timestamp,
};

const fieldRule = z.strictObject({
  from: z.array(z.string()).describe('Source paths'),
  transforms: z.array(z.strictObject({ name: z.string(), arguments: z.record(z.string(), z.unknown()) })),
  default: z.unknown().optional(),
  required: z.boolean(),
});
const parsedMapping = z
  .strictObject({
    key: z.array(z.string()),
    change_field: z.string().nullable(),
    where: z.array(z.strictObject({ path: z.string(), operator: z.string(), value: z.unknown().optional() })),
    fields: z.record(z.string(), fieldRule).describe('By canonical field'),
  })
  .meta({ id: 'ParsedMapping' });

export const mapping = z.strictObject(mappingFields).meta({ id: 'Mapping' });
export const mappingDetail = z
  .strictObject({ ...mappingFields, document: z.string().describe('YAML'), parsed: parsedMapping })
  .meta({ id: 'MappingDetail' });
export const mappingPage = pageOf(mapping).meta({ id: 'MappingPage' });
export const mappingParams = z.strictObject({ mapping_id: mappingId });
export const mappingVersionParams = z.strictObject({
  mapping_id: mappingId,
  version: z.coerce.number().int().min(1),
});
export const mappingsQuery = z.strictObject({
  ...pageQuery,
  connection_id: z.uuid().optional(),
  entity: entity.optional(),
});

const versionFields = {
  version: versionNumber,
  active: z.boolean(),
  author,
  author_id: z.string().nullable(),
  reason: z.string(),
  parent_version: versionNumber.nullable(),
  created_at: timestamp,
};
export const mappingVersion = z.strictObject(versionFields).meta({ id: 'MappingVersion' });
export const mappingVersionDetail = z
  .strictObject({ mapping_id: z.string(), ...versionFields, document: z.string(), parsed: parsedMapping })
  .meta({ id: 'MappingVersionDetail' });
export const mappingVersionPage = pageOf(mappingVersion).meta({ id: 'MappingVersionPage' });
export const mappingVersionsQuery = z.strictObject(pageQuery);

const document = z
  .string()
  .min(1)
  .max(100_000)
  .describe('YAML; each error answers with its line and column. Its `version` is set by the server');
const reason = z.string().trim().min(1).max(500).describe('Why; shown in the history');
const replay = z
  .boolean()
  .default(false)
  .describe('Starts a replay of the object, so that records already read follow the new version too');

export const mappingVersionBody = z.strictObject({
  document,
  reason,
  expected_version: versionNumber
    .optional()
    .describe('The newest version that was read; another one meanwhile is a 409. `If-Match` says the same'),
  replay,
});
export const mappingDryRunBody = z.union([
  z.strictObject({ document }),
  z.strictObject({ version: versionNumber }),
]);
/** Import: the document itself says which object and entity it is for. */
export const mappingImportBody = z.strictObject({
  connection_id: z.uuid(),
  document,
  reason,
  expected_version: z.int().min(0).optional().describe('0: only if there is no such mapping yet'),
  replay,
});
export const mappingWritten = z
  .strictObject({
    mapping_id: z.string(),
    version: versionNumber,
    replay: orNull(taskAccepted),
  })
  .meta({ id: 'MappingWritten' });

export const mappingExportQuery = z.strictObject({
  version: z.coerce.number().int().min(1).optional().describe('The active one when left out'),
});
export const mappingDiffQuery = z.strictObject({
  from: z.coerce.number().int().min(1),
  to: z.coerce.number().int().min(1),
});
export const mappingDiff = z
  .strictObject({
    from: versionNumber,
    to: versionNumber,
    changes: z.array(
      z.strictObject({
        kind: z.enum(['added', 'removed', 'changed']),
        part: z.enum(['field', 'key', 'change_field', 'where', 'object', 'system', 'entity']),
        name: z.string().describe('The canonical field, or the part itself'),
        before: z.unknown(),
        after: z.unknown(),
        properties: z
          .array(z.enum(['from', 'transform', 'default', 'required']))
          .describe('Of a changed rule: what differs in it'),
      }),
    ),
  })
  .meta({ id: 'MappingDiff' });

export const suggestBody = z.strictObject({
  connection_id: z.uuid(),
  objects: z
    .array(z.string().min(1).max(1_024))
    .min(1)
    .max(500)
    .optional()
    .describe('Objects without a mapping, by name; left out: all of them that nobody has decided about'),
});
