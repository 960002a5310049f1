import type { Command } from 'commander';
import { z } from 'zod';
import { Fault } from '../../domain/faults.ts';
import type { Json } from '../../domain/json.ts';
import type { ApiClient } from '../api-client.ts';
import { connect } from '../sign-in.ts';
import { tableText } from '../table-text.ts';
import { terminalOf } from '../terminal.ts';
import { readTextFile } from '../text-files.ts';
import { wholeNumber } from '../whole-number.ts';

const count = z.number();
const dryRun = z.object({
  seq: count,
  done: z.boolean(),
  counts: z.array(
    z.object({
      entity: z.string(),
      records: count,
      changed: count,
      unchanged: count,
      quarantined: count,
      parked: count,
      filtered: count,
    }),
  ),
  rows: z.array(
    z.object({
      record_key: z.string(),
      before: z.record(z.string(), z.json()),
      after: z.record(z.string(), z.json()),
    }),
  ),
});
const shownExamples = 5;

/** `autonomos mappings try`; `idOf` finds the mapping that a person named. */
export const registerTry = (
  group: Command,
  idOf: (api: ApiClient, named: string) => Promise<string>,
): void => {
  group
    .command('try')
    .description('what a YAML file, or another version, would make of the stored records; changes nothing')
    .argument('<mapping>', 'connection/object/entity, or id')
    .option('--file <file>', 'YAML')
    .option('--at <version>', 'a version that there is', wholeNumber)
    .action(async (named: string, options: TryOptions, command: Command) => {
      const body = triedOf(options);
      const api = connect();
      const tried = await api.call(dryRun, 'POST', `/mesh/mappings/${await idOf(api, named)}/dry-run`, body);
      terminalOf(command).result(dryRunText(tried), tried);
    });
};

interface TryOptions {
  readonly file?: string;
  readonly at?: number;
}

const triedOf = ({ file, at }: TryOptions): Json => {
  if (file !== undefined && at === undefined) return { document: readTextFile(file) };
  if (at !== undefined && file === undefined) return { version: at };
  throw new Fault('invalid_request', 'Say what to try: --file FILE, or --at VERSION');
};

const dryRunText = ({ done, counts, rows }: z.infer<typeof dryRun>): string => {
  const head = ['entity', 'records', 'changed', 'unchanged', 'quarantined', 'parked', 'filtered'];
  const lines = counts.map((count) => [
    count.entity,
    count.records,
    count.changed,
    count.unchanged,
    count.quarantined,
    count.parked,
    count.filtered,
  ]);
  const examples = rows
    .slice(0, shownExamples)
    .map(
      ({ record_key, before, after }) =>
        `${record_key}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`,
    );
  return [
    counts.length === 0 ? 'No record is stored yet' : tableText(head, lines),
    ...(done ? [] : ['There are more records; the first of them were looked at']),
    ...examples,
  ].join('\n');
};
