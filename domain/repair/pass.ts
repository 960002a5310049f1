import type { Json } from '../json.ts';
import { storableJson } from '../mapping/canonical-json.ts';
import { compileMapping } from '../mapping/compile.ts';
import { parseMapping } from '../mapping/parse.ts';
import type { Mapped } from '../mapping/types.ts';
import type { LostIn } from './lost-in-record.ts';
import type { PassCounts, RepairedMapping, RepairPass, SampleRow } from './repair.ts';

/** A stored record as a pass sees it: its canonical data as it stands, and the raw that this came from. */
export interface PassRecord {
  readonly record_key: string;
  readonly entity: string;
  readonly data: Readonly<Record<string, Json>>;
  readonly raw: Readonly<Record<string, Json>>;
  readonly schema_version: number | null;
}

/** Maps a record under a repair's document for its entity; null where the repair leaves that mapping alone. */
export type PassMapper = (record: PassRecord) => Mapped | null;

/** Rows that a pass shows at most. */
export const mostSampleRows = 20;

/** The mapper of these documents; each is compiled once for every set of columns and lost fields. */
export const passMapper = (
  repaired: readonly Pick<RepairedMapping, 'entity' | 'document'>[],
  lostIn: LostIn,
): PassMapper => {
  const mappings = new Map(
    repaired.flatMap(({ entity, document }) =>
      document === null ? [] : [[entity, parseMapping(document)] as const],
    ),
  );
  const compiled = new Map<string, ReturnType<typeof compileMapping>>();
  return ({ entity, raw, schema_version }) => {
    const mapping = mappings.get(entity);
    if (mapping === undefined) return null;
    const columns = Object.keys(raw);
    const lost = lostIn(schema_version, raw);
    const signature = JSON.stringify([entity, columns, lost]);
    const map = compiled.get(signature) ?? compileMapping(mapping, { columns, lost: new Set(lost) });
    compiled.set(signature, map);
    return map(columns.map((column) => raw[column]));
  };
};

export interface Tally extends Pick<RepairPass, 'counts' | 'rows'> {
  /** One for each record in their order: entity, key and canonical data, as a pass's digest is made of them. */
  readonly lines: readonly string[];
}

/** Adds records to what a pass has counted and shown so far. */
export const tally = (
  map: PassMapper,
  sofar: Pick<RepairPass, 'counts' | 'rows'>,
  records: readonly PassRecord[],
): Tally => {
  const lines: string[] = [];
  const counts = new Map<string, Counting>(sofar.counts.map((count) => [count.entity, { ...count }]));
  const rows: SampleRow[] = [...sofar.rows];
  for (const record of records) {
    const mapped = map(record);
    if (mapped === null) continue;
    const { entity, record_key } = record;
    const text = mapped.kind === 'event' ? dataText(mapped) : mapped.kind;
    lines.push(`${entity}\t${record_key}\t${text}\n`);
    const changed = mapped.kind !== 'event' || text !== dataText(record);
    const count = counts.get(entity) ?? noneOf(entity);
    counts.set(entity, count);
    count.records += 1;
    count[mapped.kind === 'event' ? (changed ? 'changed' : 'unchanged') : mapped.kind] += 1;
    if (changed && mapped.kind === 'event' && rows.length < mostSampleRows)
      rows.push(sampleOf(record, mapped.data));
  }
  return { counts: [...counts.values()], rows, lines };
};

/** The canonical data as JSON text with sorted keys, as events are compared. */
const dataText = ({ data }: { readonly data: Readonly<Record<string, Json>> }): string => storableJson(data);

type Counting = { -readonly [Name in keyof PassCounts]: PassCounts[Name] };

const noneOf = (entity: string): Counting => ({
  entity,
  records: 0,
  changed: 0,
  unchanged: 0,
  quarantined: 0,
  parked: 0,
  filtered: 0,
});

const sampleOf = (
  { entity, record_key, data: before }: PassRecord,
  after: Readonly<Record<string, Json>>,
): SampleRow => {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  const part = (data: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> =>
    Object.fromEntries(names.flatMap((name) => (data[name] === undefined ? [] : [[name, data[name]]])));
  return { entity, record_key, before: part(before), after: part(after) };
};
