/** PostgreSQL's types in the words of the source schema. */
import type { FieldType, SourceField } from '../../domain/schema/types.ts';
import type { Column } from './columns.ts';

const fieldTypes: Readonly<Record<string, FieldType>> = {
  bool: 'boolean',
  int2: 'integer',
  int4: 'integer',
  int8: 'integer',
  oid: 'integer',
  numeric: 'decimal',
  money: 'decimal',
  float4: 'float',
  float8: 'float',
  date: 'date',
  time: 'time',
  timetz: 'time',
  timestamp: 'timestamp',
  timestamptz: 'timestamp',
  uuid: 'uuid',
  json: 'json',
  jsonb: 'json',
  bytea: 'binary',
  enum: 'enum',
  array: 'array',
};

/** Types without an entry (text, inet, interval, ranges, composites, extensions' own) travel as their text. */
const fieldTypeOf = ({ type }: Column): FieldType =>
  Object.hasOwn(fieldTypes, type) ? (fieldTypes[type] as FieldType) : 'string';

/** Lengths are stored with a header of four bytes added (pg_attribute.atttypmod). */
const header = 4;

/** Precision sits in the upper 16 bits, the scale (11 bits, signed since PostgreSQL 15) in the lower ones. */
const numericSize = (modifier: number): Pick<SourceField, 'precision' | 'scale'> => ({
  precision: ((modifier - header) >> 16) & 0xffff,
  scale: (((modifier - header) & 0x7ff) ^ 0x400) - 0x400,
});

const sizeOf = ({ type, modifier }: Column): Pick<SourceField, 'length' | 'precision' | 'scale'> => {
  if (modifier < 0) return {};
  if (type === 'numeric') return numericSize(modifier);
  if (type === 'varchar' || type === 'bpchar') return { length: modifier - header };
  if (type === 'bit' || type === 'varbit') return { length: modifier };
  return {};
};

/** The field of a column; `references` is the column that a foreign key of this one column points to. */
export const fieldOf = (column: Column, references: SourceField['references']): SourceField => ({
  name: column.name,
  type: fieldTypeOf(column),
  nullable: !column.required,
  nativeType: column.nativeType,
  ...sizeOf(column),
  ...(/^time/.test(column.type) ? { zoned: column.type.endsWith('tz') } : {}),
  ...(column.type === 'enum' ? { values: column.values } : {}),
  ...(column.comment === null ? {} : { comment: column.comment }),
  ...(references === undefined ? {} : { references }),
});
