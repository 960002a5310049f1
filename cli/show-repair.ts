import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ApiClient } from './api-client.ts';
import { exitCodes } from './exit-code.ts';
import { tableText } from './table-text.ts';
import type { Terminal } from './terminal.ts';

export const repairRow = z.object({
  repair_id: z.string(),
  connection_id: z.string(),
  object: z.string(),
  digest: z.string(),
  state: z.string(),
  band: z.string(),
  confidence: z.number(),
  changes: z.object({ offered: z.number(), selected: z.number() }),
  records_changed: z.number().nullable(),
});

/** What becomes of stored records. */
export const repairPass = z
  .object({
    done: z.boolean(),
    counts: z.array(
      z.object({ entity: z.string(), records: z.number(), changed: z.number() }).catchall(z.json()),
    ),
    rows: z.array(
      z
        .object({
          record_key: z.string(),
          before: z.record(z.string(), z.json()),
          after: z.record(z.string(), z.json()),
        })
        .catchall(z.json()),
    ),
  })
  .catchall(z.json());

/** The parts that a person reads; a program gets everything. */
export const repairDetail = repairRow
  .extend({
    undo: z.object({ state: z.string(), failure: z.string().nullable() }).nullable(),
    mappings: z.array(
      z
        .object({
          entity: z.string(),
          changes: z.array(
            z
              .object({
                id: z.string(),
                kind: z.string(),
                lost: z.array(z.string()),
                found: z.array(z.string()),
                confidence: z.number(),
                selected: z.boolean(),
                evidence: z.array(z.object({ text: z.string() }).catchall(z.json())),
              })
              .catchall(z.json()),
          ),
        })
        .catchall(z.json()),
    ),
    unresolved: z.array(z.string()),
    reasons: z.array(z.string()),
    preview: repairPass.nullable(),
  })
  .catchall(z.json());
type RepairDetail = z.infer<typeof repairDetail>;

const mostRows = 5;
const everyMs = 1_000;

/** A repair for a person: its changes with why, and a few real rows before and after. */
export const describeRepair = (repair: RepairDetail): string => {
  const changes = repair.mappings.flatMap((mapping) =>
    mapping.changes.map((change) => [
      change.selected ? 'yes' : 'no',
      change.id,
      change.lost.join(', ') || '–',
      change.found.join(', ') || (change.kind === 'drop' ? 'dropped' : 'nothing found'),
      change.confidence.toFixed(2),
      change.evidence
        .slice(0, 2)
        .map(({ text }) => text)
        .join('; '),
    ]),
  );
  const touched = repair.records_changed === null ? 'unknown' : String(repair.records_changed);
  return [
    `${repair.object}: ${repair.state}, ${repair.band}, confidence ${repair.confidence.toFixed(2)}, changes ${touched} records`,
    ...repair.reasons.map((reason) => `  ${reason}`),
    ...(repair.unresolved.length === 0 ? [] : [`  still lost: ${repair.unresolved.join(', ')}`]),
    tableText(['in', 'change', 'from', 'to', 'confidence', 'why'], changes),
    ...(repair.preview === null || repair.preview.rows.length === 0 ? [] : [rowsText(repair.preview)]),
  ].join('\n');
};

const rowsText = ({ rows }: z.infer<typeof repairPass>): string =>
  tableText(
    ['record', 'before', 'after'],
    rows
      .slice(0, mostRows)
      .map(({ record_key, before, after }) => [record_key, JSON.stringify(before), JSON.stringify(after)]),
  );

/** What an edited repair would do, for a person: how many records it changes, and a few of them before and after. */
export const describePass = (pass: z.infer<typeof repairPass>): string => {
  const which = pass.done ? '' : 'the first ';
  const counts = pass.counts.map(
    ({ entity, changed, records }) => `${entity}: changes ${changed} of ${which}${records} records`,
  );
  return [...counts, ...(pass.rows.length === 0 ? ['no stored record changes'] : [rowsText(pass)])].join(
    '\n',
  );
};

const isOver = ({ state, undo }: RepairDetail): boolean =>
  undo === null || undo.state === 'failed'
    ? ['applied', 'rejected', 'expired', 'withdrawn', 'failed'].includes(state) || undo !== null
    : state === 'undone';

/** Waits until a decision or an undo is carried out; sets the exit code when it failed. */
export const watchRepair = async (api: ApiClient, id: string, terminal: Terminal): Promise<void> => {
  for (let said = ''; ;) {
    const repair = await api.call(repairDetail, 'GET', `/mesh/repairs/${encodeURIComponent(id)}`);
    const line = `repair ${id}: ${repair.undo === null ? repair.state : `undo ${repair.undo.state}`}`;
    if (line !== said) terminal.progress(line);
    said = line;
    if (!isOver(repair)) {
      await sleep(everyMs);
      continue;
    }
    terminal.result([line, ...repair.reasons].join('\n'), repair);
    if (!['applied', 'undone'].includes(repair.state) || repair.undo?.state === 'failed')
      process.exitCode = exitCodes.remoteFailed;
    return;
  }
};
