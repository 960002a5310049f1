import type { FieldType } from './types.ts';

/** What databases, files and APIs call their types, by the type they mean here. */
const wordsOf: Readonly<Partial<Record<FieldType, string>>> = {
  string: `string text varchar char character nvarchar nchar varchar2 clob tinytext mediumtext longtext citext name bpchar
    textarea longtextarea email phone phonenumber url encryptedstring combobox anytype html richtext markdown slug ntext str
    inet cidr macaddr xml ip`,
  integer: `integer int int2 int4 int8 smallint bigint tinyint mediumint serial bigserial smallserial long short int32
    int64 autonumber year int16 uint biginteger smallinteger`,
  decimal: `decimal numeric number money currency percent dec decimal128 bignumeric`,
  float: `float double real float4 float8 single`,
  boolean: `boolean bool bit checkbox bool_int`,
  date: `date`,
  time: `time timetz`,
  timestamp: `timestamp timestamptz datetime datetime2 smalldatetime datetimeoffset instant`,
  uuid: `uuid guid uniqueidentifier`,
  enum: `enum picklist multipicklist enumeration set dropdown choice`,
  object: `object document record struct row address location map hash dict`,
  array: `array list multiselect repeated`,
  json: `json jsonb variant super hstore`,
  binary: `binary varbinary bytea blob longblob mediumblob base64 bytes image raw bindata`,
  null: `null void none`,
  mixed: `mixed any unknown`,
};

const typeOf = new Map<string, FieldType>(
  Object.entries(wordsOf).flatMap(([type, text]) =>
    text.split(/\s+/u).map((word): [string, FieldType] => [word, type as FieldType]),
  ),
);
// Salesforce's ids and references are texts of 15 or 18 characters, MongoDB's of 24.
for (const word of ['id', 'reference', 'lookup', 'masterdetail', 'objectid']) typeOf.set(word, 'string');

/**
 * The field type that a source's own type word means: `varchar(80)`, `double precision`, `TIMESTAMP WITH TIME ZONE`,
 * `picklist`, `int[]`. `mixed` for words that are not known.
 */
export function fieldTypeOf(nativeType: string): FieldType {
  const text = nativeType.trim().toLowerCase();
  if (text.endsWith('[]')) return 'array';
  const word = /^[\p{L}_]+[0-9]*/u.exec(text)?.[0] ?? '';
  if (word === 'character' || word === 'double') return word === 'double' ? 'float' : 'string';
  return typeOf.get(word) ?? typeOf.get(word.replace(/[0-9]+$/u, '')) ?? 'mixed';
}
