import type { Command } from 'commander';
import { z } from 'zod';
import { connect } from '../sign-in.ts';
import { tableText } from '../table-text.ts';
import { terminalOf } from '../terminal.ts';
import { groupCommand } from './group-command.ts';

const node = z.object({ id: z.string(), kind: z.string(), path: z.string(), state: z.string() });
const found = z.object({ data: z.array(node.catchall(z.json())), total: z.number() });
const trace = z
  .object({
    nodes: z.array(
      node.extend({ steps: z.number(), upstream: z.number(), downstream: z.number() }).catchall(z.json()),
    ),
    left_out: z.number(),
  })
  .catchall(z.json());
const impact = z
  .object({
    fields: z.array(
      z
        .object({
          slug: z.string(),
          object: z.string(),
          entity: z.string(),
          field: z.string(),
          effect: z.string(),
          golden: z.number().nullable(),
        })
        .catchall(z.json()),
    ),
    tables: z.array(
      z.object({ object: z.string(), entity: z.string(), after: z.string() }).catchall(z.json()),
    ),
    columns: z.array(
      z.object({ view: z.string(), column: z.string(), effect: z.string() }).catchall(z.json()),
    ),
    agents: z.array(z.object({ title: z.string(), columns: z.array(z.string()) }).catchall(z.json())),
  })
  .catchall(z.json());
type Impact = z.infer<typeof impact>;

/** `autonomos lineage search|show|impact`. */
export const registerLineage = (program: Command): void => {
  const group = groupCommand(program, 'lineage', 'where values come from and where they go');
  group
    .command('search')
    .description('columns, fields, views and agents by name')
    .argument('<words...>', 'every word must stand in the name or in what holds it')
    .option('--kind <kind>', 'source, table, column, rule, entity, field, view, view_column or agent')
    .action(async (words: string[], options: { readonly kind?: string }, command: Command) => {
      const query = new URLSearchParams({ q: words.join(' ') });
      if (options.kind !== undefined) query.set('kind', options.kind);
      const hits = await connect().call(found, 'GET', `/dcl/lineage/search?${query.toString()}`);
      const cells = hits.data.map(({ id, path, state }) => [id, path, state]);
      terminalOf(command).result(tableText(['id', 'path', 'state'], cells), hits);
    });
  group
    .command('show')
    .description('what a column, field, view or agent is made of, and what is made of it')
    .argument('<id>', 'as search tells it: column:crm/accounts.csv/Company')
    .option('--direction <direction>', 'up, down or both', 'both')
    .action(async (id: string, options: { readonly direction: string }, command: Command) => {
      const [kind = '', ...rest] = id.split(':');
      const place = `${encodeURIComponent(kind)}/${encodeURIComponent(rest.join(':'))}`;
      const query = new URLSearchParams({ direction: options.direction });
      const told = await connect().call(trace, 'GET', `/dcl/lineage/${place}?${query.toString()}`);
      const cells = told.nodes.map((each) => [
        each.steps,
        each.kind,
        each.path,
        each.state,
        each.upstream,
        each.downstream,
      ]);
      const table = tableText(['steps', 'kind', 'path', 'state', 'up', 'down'], cells);
      const more = told.left_out === 0 ? '' : `\n${told.left_out} more nodes are not told`;
      terminalOf(command).result(table + more, told);
    });
  group
    .command('impact')
    .description('what would change if something were gone, or a repair were applied; nothing is changed')
    .argument('<subject>', 'id of a source, table, column or rule, or a repair with --repair')
    .option('--repair', 'the subject is the id of a repair')
    .action(async (subject: string, options: { readonly repair?: boolean }, command: Command) => {
      const query = new URLSearchParams({ [options.repair === true ? 'repair_id' : 'node']: subject });
      const told = await connect().call(impact, 'GET', `/dcl/impact?${query.toString()}`);
      terminalOf(command).result(describe(told), told);
    });
};

const describe = ({ fields, tables, columns, agents }: Impact): string => {
  if (fields.length === 0 && tables.length === 0) return 'Nothing would change: nothing reads it';
  const cells = fields.map(({ slug, object, entity, field, effect, golden }) => [
    `${slug}/${object}`,
    `${entity}.${field}`,
    effect,
    golden,
  ]);
  return [
    tableText(['table', 'field', 'effect', 'golden records'], cells),
    ...tables.map(({ object, entity, after }) => `${object} as ${entity}: ${after}`),
    ...columns.map(({ view, column, effect }) => `${view}.${column}: ${effect}`),
    ...agents.map(({ title, columns: read }) => `${title} reads ${read.join(', ')}`),
  ].join('\n');
};
