import Table from 'cli-table3';
import type { Command } from 'commander';
import { Option } from 'commander';
import type { Json } from '../../domain/json.ts';
import { unifiedEntities } from '../../domain/unify/plan.ts';
import type { UnifiedEntity } from '../../domain/unify/plan.ts';
import type { PlacedRecord, UnifiedFiles } from '../offline/unify-files.ts';
import { unifyFiles } from '../offline/unify-files.ts';
import { terminalOf } from '../terminal.ts';

interface Options {
  readonly entity: UnifiedEntity;
  readonly id?: string;
  readonly source?: string;
  readonly exclusive?: boolean;
  readonly jsonl?: boolean;
}

const rounded = (confidence: number): number => Math.round(confidence * 1e4) / 1e4;

/** Records by cluster, in the order given. */
function byCluster(records: readonly PlacedRecord[]): PlacedRecord[][] {
  const clusters = new Map<string, PlacedRecord[]>();
  for (const record of records) {
    const members = clusters.get(record.cluster);
    if (members === undefined) clusters.set(record.cluster, [record]);
    else members.push(record);
  }
  return [...clusters.values()];
}

/** What the columns were taken for, and what was not compared. */
function notes({ files, extras, rules }: UnifiedFiles): string[] {
  const lines = files.map(({ file, records, roles }) => {
    const fields = [...roles.fields].map(([field, column]) => `${column} = ${field}`);
    return `${file}: ${records} records; ${fields.join(', ')}${roles.source === null ? '' : `; sources in ${roles.source}`}`;
  });
  if (extras.length > 0)
    lines.push(`also compared: ${extras.map(({ column, kind }) => `${column} (${kind})`).join(', ')}`);
  for (const { rule, cut, skipped, skippedRecords, limit } of rules) {
    if (cut > 0)
      lines.push(`${rule}: ${cut} blocks of more than ${limit ?? 0} records were cut by a finer key`);
    if (skipped > 0)
      lines.push(
        `${rule}: ${skipped} blocks of more than ${limit ?? 0} records (${skippedRecords} records) were left out`,
      );
  }
  return lines;
}

function tableText(found: UnifiedFiles): string {
  const table = new Table({
    head: ['cluster', 'id', 'source', 'record', 'confidence'],
    style: { head: [], border: [] },
    wordWrap: true,
  });
  const shared = byCluster(found.records).filter((members) => members.length > 1);
  for (const [index, members] of shared.entries()) {
    for (const { id, source, label, confidence } of members)
      table.push([String(index + 1), id, source, label, confidence.toFixed(2)]);
  }
  const summary = `${found.records.length} records are ${found.clusters} things; ${shared.length} have more than one record.`;
  return [...notes(found), ...(shared.length > 0 ? [table.toString()] : []), summary].join('\n');
}

const asJson = ({ records, clusters, pairs, rules, files, extras }: UnifiedFiles): Json => ({
  records: records.length,
  clusters: byCluster(records).map((members) => ({
    cluster: members[0]?.cluster ?? '',
    members: members.map(({ id, file, source, confidence }) => ({
      id,
      file,
      source,
      confidence: rounded(confidence),
    })),
  })),
  things: clusters,
  pairs_compared: pairs,
  blocking: rules.map((rule) => ({ ...rule })),
  columns: files.map(({ file, records: count, roles }) => ({
    file,
    records: count,
    fields: Object.fromEntries(roles.fields),
    source: roles.source,
  })),
  extras: extras.map((extra) => ({ ...extra })),
});

async function unify(paths: readonly string[], options: Options, command: Command): Promise<void> {
  const found = await unifyFiles({ ...options, id: options.id, source: options.source, paths });
  if (options.jsonl === true) {
    for (const { id, cluster, confidence } of found.records)
      process.stdout.write(`${JSON.stringify({ id, cluster, confidence: rounded(confidence) })}\n`);
    return;
  }
  terminalOf(command).result(tableText(found), asJson(found));
}

/** `autonomos unify`: which records of some files are one company or person, without any server. */
export const registerUnify = (program: Command): void => {
  program
    .command('unify')
    .argument('<file...>', 'CSV files, or what else the file source reads; each is a source of its own')
    .addOption(
      new Option('--entity <entity>', 'what the records are')
        .choices([...unifiedEntities])
        .makeOptionMandatory(),
    )
    .option('--id <column>', 'column of the ids; without it records are numbered from 1')
    .option(
      '--source <column>',
      'column that names the source of each record; a column `source` is found by itself',
    )
    .option('--exclusive', 'no source holds a thing twice: never put two of its records together')
    .option('--jsonl', 'one line {id, cluster, confidence} for each record')
    .description('put together the records that are one company or person, without a server')
    .action(unify);
};
