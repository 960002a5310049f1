import { z } from 'zod';
import type { Json } from '../json.ts';
import { entities } from '../mapping/types.ts';
import type { Entity } from '../mapping/types.ts';
import { canonicalEntities } from './canonical-entities.ts';
import { checkerOf } from './check-value.ts';
import type { CanonicalEntity, CanonicalField } from './field.ts';
import { Refusal } from './refusal.ts';

const typeSchema = (field: CanonicalField): z.ZodType<Json> => {
  switch (field.type) {
    case 'integer':
      return z.int();
    case 'boolean':
      return z.boolean();
    case 'json':
      return z.json();
    case 'text':
    case 'decimal':
    case 'date':
    case 'timestamp':
      return z.string();
  }
};

const describe = (field: CanonicalField): string => {
  const facts = [
    field.type === 'decimal' ? 'decimal as text' : field.type,
    field.format,
    field.unit === null ? null : `unit: ${field.unit}`,
    field.money === null ? null : `currency in ${field.money}`,
    field.references === null ? null : `record id of ${field.references}`,
    field.source,
  ];
  return `${field.description} (${facts.filter((fact) => fact !== null).join('; ')})`;
};

/** The zod schema of one canonical field: null, or a value that is canonical already. */
const fieldSchema = (field: CanonicalField): z.ZodType<Json> => {
  const check = checkerOf(field);
  return typeSchema(field)
    .superRefine((value, context) => {
      const checked = check(value);
      if (checked instanceof Refusal) context.addIssue({ code: 'custom', message: checked.message });
      else if (checked !== value) {
        context.addIssue({ code: 'custom', message: `is not canonical; write ${JSON.stringify(checked)}` });
      }
    })
    .nullable()
    .describe(describe(field));
};

const entitySchema = (entity: CanonicalEntity): z.ZodObject =>
  z
    .strictObject(
      Object.fromEntries(
        entity.fields.map((field) => [field.name, fieldSchema(field).optional().describe(describe(field))]),
      ),
    )
    .describe(entity.description);

/** The zod schema of each entity's event data, derived from the canonical model; every field may be absent. */
export const eventDataSchemas = Object.fromEntries(
  entities.map((name) => [name, entitySchema(canonicalEntities[name])]),
) as Readonly<Record<Entity, z.ZodObject>>;
