/** Where a read stands. Opaque to everybody else; versioned, because cursors are stored for a long time. */
import { z } from 'zod';
import { Fault } from '../../domain/faults.ts';
import type { Json } from '../../domain/json.ts';
import { isSalesforceId } from './soql.ts';

const id = z.string().refine(isSalesforceId);
const time = z.iso.datetime();

/** The last row of a batch: its change time and its id. */
const position = z.strictObject({ at: time, id });

const fullCursor = z.strictObject({ version: z.literal(1), mode: z.literal('full'), after: id });

const incrementalCursor = z.strictObject({
  version: z.literal(1),
  mode: z.literal('incremental'),
  field: z.string(),
  /** Last row read; null when the object was empty so far. */
  changed: position.nullable(),
  /** When this read began: the next one asks for deletions since then. */
  began: time,
  /** Since when this read asks for deletions; null in the first read, which needs none. */
  deletedSince: time.nullable(),
  /** Last deletion reported; null while rows are still being read. */
  deleted: position.nullable(),
});

export type FullCursor = z.output<typeof fullCursor>;
export type IncrementalCursor = z.output<typeof incrementalCursor>;
export type Position = z.output<typeof position>;

const refused = (): Fault =>
  new Fault(
    'source_protocol',
    'The stored cursor is not one of this Salesforce reader. Read the object from the start.',
  );

/** @throws Fault for anything that this module did not write. */
export const parseFullCursor = (cursor: Json): FullCursor | null => {
  if (cursor === null) return null;
  const parsed = fullCursor.safeParse(cursor);
  if (!parsed.success) throw refused();
  return parsed.data;
};

/** A cursor of another change field says nothing about this one and is refused as well. */
export const parseIncrementalCursor = (cursor: Json, field: string): IncrementalCursor | null => {
  if (cursor === null) return null;
  const parsed = incrementalCursor.safeParse(cursor);
  if (!parsed.success || parsed.data.field !== field) throw refused();
  return parsed.data;
};
