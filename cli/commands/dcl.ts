import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { viewNames } from '../../domain/dcl/views.ts';
import { Fault } from '../../domain/faults.ts';
import type { Json } from '../../domain/json.ts';
import { entities } from '../../domain/mapping/types.ts';
import type { Entity } from '../../domain/mapping/types.ts';
import { connect } from '../sign-in.ts';
import { tableText } from '../table-text.ts';
import { terminalOf } from '../terminal.ts';
import { watchTask } from '../watch-task.ts';
import { wholeNumber } from '../whole-number.ts';
import { groupCommand } from './group-command.ts';

const counts = z.record(z.string(), z.number());
const generation = z.object({
  generation: z.number(),
  state: z.string(),
  content_hash: z.string().nullable(),
  published_at: z.string().nullable(),
  error: z.string().nullable(),
  counts: z.object({ records: counts, golden: counts, duplicates: counts, unlinked: counts }).nullable(),
});
const state = z.object({
  current: generation.nullable(),
  newest: generation.nullable(),
  behind: z.number(),
  task_id: z.string().nullable(),
  decisions: z.number(),
});
const golden = z.object({
  golden_id: z.string(),
  values: z.record(z.string(), z.json()),
  sources: z.array(z.object({ record_key: z.string() })),
});
const answer = z.object({
  generation: z.number(),
  columns: z.array(z.object({ name: z.string() })),
  rows: z.array(z.array(z.json())),
  truncated: z.boolean(),
  took_ms: z.number(),
});

/** An entity by its name or by that of its view. */
const entityNamed = (name: string): Entity => {
  const found = entities.find((entity) => entity === name || viewNames[entity] === name);
  if (found === undefined)
    throw new Fault(
      'validation_failed',
      `${name} is no view; there are ${Object.values(viewNames).join(', ')}`,
    );
  return found;
};

const cellOf = (value: Json | undefined): string | number | null => {
  if (value === null || value === undefined) return null;
  return typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value);
};

const describeState = ({
  current,
  newest,
  behind,
  task_id: task,
  decisions,
}: z.infer<typeof state>): string => {
  const rows = Object.entries(current?.counts?.records ?? {}).map(([entity, records]) => [
    entity,
    records,
    current?.counts?.golden[entity] ?? 0,
    current?.counts?.duplicates[entity] ?? null,
    current?.counts?.unlinked[entity] ?? null,
  ]);
  return [
    current === null
      ? 'No golden records yet: autonomos dcl connect'
      : `Generation ${current.generation}, published ${current.published_at ?? ''}, ${behind} events behind`,
    ...(newest?.state === 'failed'
      ? [`The build of ${newest.generation} failed: ${newest.error ?? ''}`]
      : []),
    ...(task === null ? [] : [`A connect is under way: task ${task}`]),
    ...(rows.length === 0
      ? []
      : [tableText(['entity', 'records', 'golden records', 'duplicates merged', 'unlinked'], rows)]),
    `${decisions} decisions of people hold`,
  ].join('\n');
};

const usualColumns: Readonly<Record<Entity, readonly string[]>> = {
  account: ['name', 'domain', 'industry', 'billing_country'],
  contact: ['full_name', 'email', 'title', 'account_id'],
  opportunity: ['name', 'stage', 'amount', 'currency', 'close_date', 'account_id'],
  cloud_resource: ['resource_id', 'resource_type', 'service_name', 'region_id'],
  cloud_cost: ['charge_period_start', 'service_name', 'resource_id', 'billed_cost', 'billing_currency'],
};

interface ViewOptions {
  readonly where?: readonly string[];
  readonly sort?: string;
  readonly most: number;
}

const registerViews = (group: Command): void => {
  group
    .command('views')
    .description('golden records of a view, or one of them with where each value comes from')
    .argument('<view>', Object.values(viewNames).join(', '))
    .argument('[id]', 'golden id')
    .option('--where <column=value...>', 'an indexed column (docs/dcl.md), also column_from=, column_to=')
    .option('--sort <column>', 'an indexed column; -column is descending')
    .option('--most <number>', 'how many', wholeNumber, 50)
    .action(async (view: string, id: string | undefined, options: ViewOptions, command: Command) => {
      const entity = entityNamed(view);
      const terminal = terminalOf(command);
      if (id !== undefined) {
        const detail = await connect().call(
          z.json(),
          'GET',
          `/dcl/views/${entity}/${encodeURIComponent(id)}`,
        );
        const { origins } = z
          .object({
            origins: z.array(
              z.object({
                field: z.string(),
                record_key: z.string(),
                mapping_version: z.number().nullable(),
                rule: z.string(),
              }),
            ),
          })
          .parse(detail);
        const { values } = golden.parse(detail);
        const rows = origins.map(({ field, record_key, mapping_version, rule }) => [
          field,
          cellOf(values[field]),
          record_key,
          mapping_version,
          rule,
        ]);
        terminal.result(tableText(['field', 'value', 'record', 'mapping version', 'rule'], rows), detail);
        return;
      }
      const query = new URLSearchParams(options.sort === undefined ? {} : { sort: options.sort });
      for (const filter of options.where ?? []) {
        const [column = '', ...value] = filter.split('=');
        query.set(column, value.join('='));
      }
      const rows = await connect().list(golden, `/dcl/views/${entity}?${query.toString()}`, options.most);
      const columns = usualColumns[entity];
      const cells = rows.map(({ golden_id, values, sources }) => [
        golden_id,
        ...columns.map((column) => cellOf(values[column])),
        sources.length,
      ]);
      terminal.result(tableText(['id', ...columns, 'sources'], cells), rows);
    });
};

const registerQuery = (group: Command): void => {
  group
    .command('query')
    .description('read-only SQL over the published golden records')
    .argument('<sql>', 'one SELECT')
    .argument('[parameters...]', 'values of $1, $2, …, as texts')
    .option('--rows <number>', 'rows at most', wholeNumber, 1_000)
    .action(
      async (
        sql: string,
        parameters: readonly string[],
        options: { readonly rows: number },
        command: Command,
      ) => {
        const body = { sql, parameters: [...parameters], rows: options.rows };
        const found = await connect().call(answer, 'POST', '/dcl/query', body);
        const table = tableText(
          found.columns.map(({ name }) => name),
          found.rows.map((row) => row.map(cellOf)),
        );
        const more = found.truncated ? ', and there are more' : '';
        terminalOf(command).result(
          `${table}\n${found.rows.length} rows of generation ${found.generation}${more}, ${found.took_ms} ms`,
          found,
        );
      },
    );
};

/** `autonomos dcl connect|state|views|query|export`. */
export const registerDcl = (program: Command): void => {
  const group = groupCommand(program, 'dcl', 'golden records: build, look, query, export');
  group
    .command('connect')
    .description('build golden records of everything that was read; exit code 7 when that failed')
    .option('--estimate', 'estimate the weights of unification anew')
    .option('--no-wait', 'do not wait for the end')
    .action(async (options: { readonly estimate?: boolean; readonly wait: boolean }, command: Command) => {
      const accepted = z.object({ task_id: z.string(), kind: z.string(), existing: z.boolean() });
      const body = options.estimate === true ? { estimate: true } : {};
      const task = await connect().call(accepted, 'POST', '/dcl/connect', body);
      if (options.wait) await watchTask(connect(), task.task_id, terminalOf(command));
      else terminalOf(command).result(`Task ${task.task_id}`, task);
    });
  group
    .command('state')
    .description('the current generation, and what is being built')
    .action(async (_options: unknown, command: Command) => {
      const now = await connect().call(state, 'GET', '/dcl/state');
      terminalOf(command).result(describeState(now), now);
    });
  registerViews(group);
  registerQuery(group);
  group
    .command('export')
    .description('a whole view as a file')
    .argument('<view>', Object.values(viewNames).join(', '))
    .argument('<file>', 'its ending says the format: .csv or .parquet')
    .action(async (view: string, file: string, _options: unknown, command: Command) => {
      const format = file.endsWith('.parquet') ? 'parquet' : 'csv';
      const reply = await connect().open(
        'GET',
        `/dcl/export/${entityNamed(view)}?format=${format}`,
        undefined,
        {
          signal: AbortSignal.timeout(600_000),
        },
      );
      if (reply.body === null) throw new Fault('source_protocol', 'The API answered without a file');
      await pipeline(Readable.fromWeb(reply.body), createWriteStream(file));
      terminalOf(command).result(`${file} is written`, { file, format });
    });
};
