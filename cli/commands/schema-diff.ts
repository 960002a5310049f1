import type { Command } from 'commander';
import { z } from 'zod';
import { Fault } from '../../domain/faults.ts';
import type { Json } from '../../domain/json.ts';
import { matchFields } from '../../domain/repair/match-fields.ts';
import type { SchemaChange } from '../../domain/schema/changes.ts';
import { diffSchemas } from '../../domain/schema/diff.ts';
import { fieldTypeOf } from '../../domain/schema/type-words.ts';
import { byCodeUnit } from '../../domain/schema/code-units.ts';
import { evidenceBetween } from '../offline/evidence-between.ts';
import { readJsonLines } from '../offline/json-lines.ts';
import type { FileObject } from '../offline/read-schema-file.ts';
import { readSchemaFile } from '../offline/read-schema-file.ts';
import { terminalOf } from '../terminal.ts';
import { groupCommand } from './group-command.ts';

const columns = z.array(z.object({ name: z.string(), type: z.string().nullish() }));
const batchLine = z.object({
  id: z.union([z.string(), z.number()]),
  table: z.string().nullish(),
  before: columns,
  after: columns,
});
type BatchLine = z.infer<typeof batchLine>;
type Column = z.infer<typeof columns>[number];

/** A pair from here on counts as a rename, so that its columns are neither added nor removed. */
const likely = 0.6;

const rounded = (confidence: number): number => Math.round(confidence * 1e4) / 1e4;
const typeOf = ({ type }: Column) => fieldTypeOf(type ?? 'any');

/** Answers one line: renames with their confidence (also doubtful ones), what was added, removed and retyped. */
export function answerLine({ id, table, before, after }: BatchLine): Json {
  const was = new Map(before.map((column) => [column.name, column]));
  const is = new Map(after.map((column) => [column.name, column]));
  const shape = (column: Column) => ({ name: column.name, type: typeOf(column) });
  const found = matchFields({
    object: table ?? '',
    lost: before.filter(({ name }) => !is.has(name)).map(shape),
    fresh: after.filter(({ name }) => !was.has(name)).map(shape),
    kept: before.map(({ name }) => name).filter((name) => is.has(name)),
  });
  const sure = found.filter(({ confidence }) => confidence >= likely);
  const origin = new Map(sure.map(({ from, to }) => [to, from]));
  const used = new Set(sure.flatMap(({ from, to }) => [from, to]));
  const names = (list: readonly Column[], other: ReadonlyMap<string, Column>): string[] =>
    list
      .map(({ name }) => name)
      .filter((name) => !other.has(name) && !used.has(name))
      .sort(byCodeUnit);
  const retyped = after.flatMap((column) => {
    const old = was.get(origin.get(column.name) ?? column.name);
    const changed = old !== undefined && (old.type ?? '').toLowerCase() !== (column.type ?? '').toLowerCase();
    return changed ? [[column.name, old.type ?? '', column.type ?? '']] : [];
  });
  return {
    id,
    renamed: found.map(({ from, to, confidence }) => [from, to, rounded(confidence)]),
    added: names(after, was),
    removed: names(before, is),
    retyped,
  };
}

const place = (change: SchemaChange): string =>
  'field' in change ? `${change.object}.${change.field}` : change.object;

/** One change as a line for a person. */
function lineOf(change: SchemaChange): string {
  const head = `${change.severity.padEnd(8)} ${change.kind.replaceAll('_', ' ').padEnd(15)} ${place(change)}`;
  switch (change.kind) {
    case 'renamed':
    case 'object_renamed': {
      const why = change.reasons.slice(0, 3).map(({ text }) => text);
      return `${head} → ${change.to}  confidence ${change.confidence.toFixed(2)}  (${why.join('; ')})`;
    }
    case 'retyped':
      return `${head}  ${change.from} → ${change.to}`;
    case 'key_change':
      return `${head}  (${change.from.join(', ')}) → (${change.to.join(', ')})`;
    case 'nullability':
      return `${head}  ${change.nullable ? 'may now be empty' : 'may no longer be empty'}`;
    case 'values_added':
    case 'values_removed':
      return `${head}  ${change.values.join(', ')}`;
    case 'removed':
      return change.candidates.reduce(
        (text, { to, confidence }) => `${text}  (perhaps now ${to}, confidence ${confidence.toFixed(2)})`,
        head,
      );
    default:
      return head;
  }
}

/** Two files of one object each are versions of that object, whatever the files are called. */
function aligned(before: readonly FileObject[], after: readonly FileObject[]): readonly FileObject[] {
  const [was] = before;
  const [is] = after;
  if (before.length !== 1 || after.length !== 1 || was === undefined || is === undefined) return after;
  return is.object.kind === 'file' ? [{ ...is, object: { ...is.object, name: was.object.name } }] : after;
}

async function diffFiles(beforePath: string, afterPath: string): Promise<SchemaChange[]> {
  const before = await readSchemaFile(beforePath);
  const after = aligned(before, await readSchemaFile(afterPath));
  return diffSchemas(
    { objects: before.map(({ object }) => object) },
    { objects: after.map(({ object }) => object) },
    { evidence: (object) => evidenceBetween(before, after, object) },
  );
}

async function diff(
  before: string | undefined,
  after: string | undefined,
  options: { batch?: string },
  command: Command,
): Promise<void> {
  if (options.batch !== undefined) {
    for await (const line of readJsonLines(options.batch, batchLine)) {
      process.stdout.write(`${JSON.stringify(answerLine(line))}\n`);
    }
    return;
  }
  if (before === undefined || after === undefined) {
    throw new Fault('validation_failed', 'Name two files, or give --batch FILE.jsonl');
  }
  const changes = await diffFiles(before, after);
  const text = changes.length === 0 ? 'No difference.' : changes.map(lineOf).join('\n');
  terminalOf(command).result(text, JSON.parse(JSON.stringify({ changes })) as Json);
}

/** `autonomos schema diff`: what changed between two schemas, without any server. */
export const registerSchemaDiff = (program: Command): void => {
  groupCommand(program, 'schema', 'source schemas, without a server')
    .command('diff')
    .argument('[before]', 'schema JSON, SQL DDL or a CSV file')
    .argument('[after]', 'the same, later')
    .option('--batch <file>', 'JSONL of {id, table, before, after}; - is standard input')
    .description('added, removed, renamed (with confidence and reasons) and retyped fields')
    .action(diff);
};
