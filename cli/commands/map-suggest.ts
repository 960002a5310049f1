import Table from 'cli-table3';
import type { Command } from 'commander';
import { z } from 'zod';
import { Fault } from '../../domain/faults.ts';
import type { Json } from '../../domain/json.ts';
import type { SourceShape } from '../../domain/repair/mapping-features.ts';
import { fieldTypeOf } from '../../domain/schema/type-words.ts';
import { readJsonLines } from '../offline/json-lines.ts';
import { readSchemaFile } from '../offline/read-schema-file.ts';
import type { FieldAnswer } from '../offline/suggest-object.ts';
import { suggestObject } from '../offline/suggest-object.ts';
import { terminalOf } from '../terminal.ts';
import { groupCommand } from './group-command.ts';

const batchLine = z.object({
  id: z.union([z.string(), z.number()]),
  system: z.string(),
  object: z.string(),
  field: z.string(),
  type: z.string().nullish(),
  siblings: z.array(z.string()).nullish(),
  samples: z.array(z.json()).nullish(),
});
type BatchLine = z.infer<typeof batchLine>;

/** The fields of one object: those asked about, and their siblings, which are known by name alone. */
function shapesOf(lines: readonly BatchLine[]): SourceShape[] {
  const shapes = new Map<string, SourceShape>();
  for (const name of lines.flatMap(({ siblings }) => siblings ?? []))
    shapes.set(name, { name, type: undefined });
  for (const { field, type, samples } of lines) {
    const known = type === undefined || type === null ? undefined : fieldTypeOf(type);
    shapes.set(field, { name: field, type: known, samples: samples ?? [] });
  }
  return [...shapes.values()];
}

/** Answers lines of any number of objects, each object's lines together, in the order of the lines. */
export function answerBatch(lines: readonly BatchLine[]): Json[] {
  const objects = new Map<string, BatchLine[]>();
  for (const line of lines) {
    const key = JSON.stringify([line.system, line.object]);
    const group = objects.get(key);
    if (group === undefined) objects.set(key, [line]);
    else group.push(line);
  }
  const answers = new Map<BatchLine, FieldAnswer | undefined>();
  for (const group of objects.values()) {
    const { object = '', system = '' } = group[0] ?? {};
    const found = new Map(suggestObject(object, shapesOf(group), system).map((one) => [one.source, one]));
    for (const line of group) answers.set(line, found.get(line.field));
  }
  return lines.map((line): Json => {
    const { entity = null, field = null, confidence = 0, reasons = [] } = answers.get(line) ?? {};
    return { id: line.id, entity, field, confidence, reasons };
  });
}

async function suggestFile(
  path: string,
  options: { system?: string; object?: string },
): Promise<(FieldAnswer & { object: string })[]> {
  const found = await readSchemaFile(path);
  const asked = found.filter(
    ({ object }) => found.length === 1 || options.object === undefined || object.name === options.object,
  );
  if (found.every(({ object }) => object.fields.length === 0))
    throw new Fault('validation_failed', `${path} has no fields`);
  if (asked.length === 0) throw new Fault('not_found', `${path} has no object ${options.object ?? ''}`);
  return asked.flatMap(({ object, samples }) => {
    const name = found.length === 1 ? (options.object ?? object.name) : object.name;
    const fields = object.fields.map((field) => ({
      name: field.name,
      type: field.type,
      samples: samples.get(field.name) ?? [],
    }));
    return suggestObject(name, fields, options.system).map((answer) => ({ object: name, ...answer }));
  });
}

function tableText(answers: readonly (FieldAnswer & { object: string })[]): string {
  const table = new Table({
    head: ['source field', 'canonical field', 'confidence', 'why'],
    style: { head: [], border: [] },
    wordWrap: true,
  });
  for (const { object, source, entity, field, confidence, reasons } of answers) {
    const target = field === null ? 'none' : `${entity ?? ''}.${field}`;
    table.push([`${object}.${source}`, target, confidence.toFixed(2), reasons.slice(0, 2).join('; ')]);
  }
  return table.toString();
}

async function suggest(
  file: string | undefined,
  options: { system?: string; object?: string; batch?: string },
  command: Command,
) {
  if (options.batch !== undefined) {
    const lines: BatchLine[] = [];
    for await (const line of readJsonLines(options.batch, batchLine)) lines.push(line);
    for (const answer of answerBatch(lines)) process.stdout.write(`${JSON.stringify(answer)}\n`);
    return;
  }
  if (file === undefined)
    throw new Fault('validation_failed', 'Name a schema JSON or CSV file, or give --batch FILE.jsonl');
  const answers = await suggestFile(file, options);
  terminalOf(command).result(
    tableText(answers),
    answers.map((answer) => ({ ...answer })),
  );
}

/** `autonomos map suggest`: which canonical field each source field is, without any server. */
export const registerMapSuggest = (program: Command): void => {
  groupCommand(program, 'map', 'mappings, without a server')
    .command('suggest')
    .argument('[file]', 'schema JSON, SQL DDL or a CSV file')
    .option('--system <name>', 'the system that the file comes from')
    .option('--object <name>', 'the object to map (of a CSV file: what it holds, if its name does not say)')
    .option(
      '--batch <file>',
      'JSONL of {id, system, object, field, type?, siblings?, samples?}; - is standard input',
    )
    .description('suggest the canonical entity and field of each source field')
    .action(suggest);
};
