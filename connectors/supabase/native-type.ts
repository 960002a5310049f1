/** Types that test tables may be made of: a closed list, because a type in DDL cannot be bound. */
import { Fault } from '../../domain/faults.ts';
import type { FieldType, SourceField } from '../../domain/schema/types.ts';

const known = new RegExp(
  '^(?:smallint|integer|bigint|numeric(?:\\(\\d{1,4}(?:, ?\\d{1,4})?\\))?|real|double precision|boolean|text|citext|' +
    'character varying(?:\\(\\d{1,8}\\))?|varchar(?:\\(\\d{1,8}\\))?|character\\(\\d{1,8}\\)|char\\(\\d{1,8}\\)|' +
    'date|time|timestamp|timestamptz|(?:time|timestamp) with(?:out)? time zone|interval|uuid|jsonb?|bytea|inet)(?:\\[\\])?$',
);

const byFieldType: Readonly<Record<FieldType, string>> = {
  string: 'text',
  integer: 'bigint',
  decimal: 'numeric',
  float: 'double precision',
  boolean: 'boolean',
  date: 'date',
  time: 'time without time zone',
  timestamp: 'timestamp with time zone',
  uuid: 'uuid',
  enum: 'text',
  object: 'jsonb',
  array: 'jsonb',
  json: 'jsonb',
  binary: 'bytea',
  null: 'text',
  mixed: 'jsonb',
};

const isFieldType = (word: string): word is FieldType => Object.hasOwn(byFieldType, word);

/** @throws Fault `invalid_request` for a type outside the list */
export const typeNamed = (word: string): string => {
  if (known.test(word)) return word;
  if (isFieldType(word)) return byFieldType[word];
  throw new Fault('invalid_request', `${JSON.stringify(word.slice(0, 80))} is no type for a test column`);
};

/** The column type for a field: its own word where PostgreSQL knows it, else what its type asks for. */
export const columnTypeOf = (field: SourceField): string => {
  if (field.nativeType !== undefined && known.test(field.nativeType)) return field.nativeType;
  if (field.type === 'timestamp' && field.zoned === false) return 'timestamp without time zone';
  if (field.type === 'decimal' && field.precision !== undefined)
    return `numeric(${field.precision}, ${field.scale ?? 0})`;
  if (field.type === 'string' && field.length !== undefined && field.length > 0)
    return `varchar(${field.length})`;
  return byFieldType[field.type];
};
