import { z } from 'zod';
import { driftStates } from '../../domain/states/drift.ts';
import { objectStates } from '../../domain/states/source-object.ts';
import { pageOf, pageQuery, timestamp } from './page.ts';

const objectName = z.string().min(1).max(1_024).describe("The object's name in the source");
const count = z.int().nonnegative();

export const objectBody = z.strictObject({ object: objectName });
export const objectsQuery = z.strictObject({ ...pageQuery, object: objectName.optional() });

export const sourceObject = z
  .strictObject({
    object: objectName,
    state: z.enum(objectStates),
    reason: z.string().nullable().describe('Why it is not current, as a sentence'),
    mapped_to: z.array(z.string()).describe('Canonical entities'),
    mode: z
      .enum(['full', 'incremental'])
      .nullable()
      .describe('How it was read last; null: not to its end yet'),
    reading: z.boolean().describe('An ingest is at it'),
    midway: z
      .boolean()
      .describe('A read has begun that has not come to its end: the next goes on from there'),
    last_read_at: timestamp.nullable().describe('End of the last complete read'),
    lag_seconds: count.nullable().describe('Since then'),
    last_read: z
      .strictObject({ task_id: z.uuid(), rows: count, events: count, deleted: count })
      .nullable()
      .describe('Rows of the source that the last complete read met, and the events that came of them'),
    waiting: z.strictObject({ quarantined: count, parked: count }).describe('Records that are held'),
    paused_at: timestamp.nullable(),
    paused_by: z.string().nullable(),
    anew_asked_at: timestamp.nullable().describe('It is to be read from the beginning, and has not been yet'),
    ticket: z
      .strictObject({
        drift_event_id: z.uuid(),
        kind: z.string(),
        severity: z.enum(['breaking', 'risky', 'harmless']),
        state: z.enum(driftStates),
      })
      .nullable(),
  })
  .meta({ id: 'SourceObject', description: 'How one object of a connection stands' });
export const sourceObjectPage = pageOf(sourceObject).meta({ id: 'SourceObjectPage' });
