import type { Cell, Json } from '../../../../domain/json.ts';
import type { SourceField } from '../../../../domain/schema/types.ts';

/** How one column of a Parquet file is asked for and read without losing anything. */
export interface ParquetColumn {
  readonly name: string;
  readonly field: Pick<SourceField, 'type' | 'nativeType' | 'zoned' | 'precision' | 'scale'>;
  /** The SQL expression over the quoted column. */
  readonly select: (column: string) => string;
  readonly cell: (value: unknown) => Cell;
}

type Reading = Pick<ParquetColumn, 'field' | 'select' | 'cell'>;

const asIs = (column: string): string => column;
const asText = (column: string): string => `${column}::varchar`;
const iso = "'%Y-%m-%dT%H:%M:%S.%f'";
const plain = (value: unknown): Cell => (value === undefined ? null : (value as Json));
/** JSON has no NaN and no infinity: they travel as texts. */
const number = (value: unknown): Cell =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : plain(value);
const nested = (value: unknown): Cell =>
  typeof value === 'string' ? (JSON.parse(value, exactNumber) as Json) : null;

function exactNumber(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  return typeof value === 'number' &&
    source !== undefined &&
    !Number.isSafeInteger(value) &&
    /^-?\d+$/.test(source)
    ? source
    : value;
}

const reading = (type: SourceField['type'], select = asIs, cell = plain): Reading => ({
  field: { type },
  select,
  cell,
});

const small = reading('integer');
const large = reading('integer', asText);
const text = reading('string', asText);
const real = reading('float', asIs, number);
const point: Reading = {
  field: { type: 'timestamp', zoned: false },
  select: (column) => `strftime(${column}::timestamp, ${iso})`,
  cell: plain,
};
const zonedPoint: Reading = {
  field: { type: 'timestamp', zoned: true },
  select: (column) => `strftime(make_timestamp(epoch_us(${column})), ${iso}) || 'Z'`,
  cell: plain,
};
/** DuckDB's timestamps of nanoseconds as text keep all nine digits. */
const nanoPoint: Reading = {
  field: { type: 'timestamp', zoned: false },
  select: (column) => `replace(${column}::varchar, ' ', 'T')`,
  cell: plain,
};

const byType: Readonly<Record<string, Reading>> = {
  BOOLEAN: reading('boolean'),
  TINYINT: small,
  SMALLINT: small,
  INTEGER: small,
  UTINYINT: small,
  USMALLINT: small,
  UINTEGER: small,
  BIGINT: large,
  UBIGINT: large,
  HUGEINT: large,
  UHUGEINT: large,
  FLOAT: real,
  DOUBLE: real,
  VARCHAR: reading('string'),
  DATE: reading('date', asText),
  TIME: reading('time', asText),
  UUID: reading('uuid', asText),
  BLOB: reading('binary', (column) => `base64(${column})`),
  TIMESTAMP: point,
  TIMESTAMP_S: point,
  TIMESTAMP_MS: point,
  TIMESTAMP_NS: nanoPoint,
  'TIMESTAMP WITH TIME ZONE': zonedPoint,
};

/** Large integers and decimals become texts with all their digits, points in time ISO 8601, nested values JSON. */
export function parquetColumn(name: string, nativeType: string): ParquetColumn {
  const { field, select, cell } = readingOf(nativeType);
  return { name, field: { ...field, nativeType }, select, cell };
}

function readingOf(nativeType: string): Reading {
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(nativeType);
  if (decimal !== null) {
    const [, precision, scale] = decimal.map(Number);
    return {
      field: { type: 'decimal', precision: precision ?? 38, scale: scale ?? 0 },
      select: asText,
      cell: plain,
    };
  }
  const json = (column: string): string => `to_json(${column})::varchar`;
  if (nativeType.endsWith(']')) return reading('array', json, nested);
  if (/^(STRUCT|MAP|UNION)\(/.test(nativeType)) return reading('object', json, nested);
  return byType[nativeType] ?? text;
}
