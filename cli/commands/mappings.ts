import type { Command } from 'commander';
import { z } from 'zod';
import type { ApiClient } from '../api-client.ts';
import { findConnection } from '../find-connection.ts';
import { Fault } from '../../domain/faults.ts';
import { connect } from '../sign-in.ts';
import { tableText } from '../table-text.ts';
import { terminalOf } from '../terminal.ts';
import { readTextFile, writeTextFile } from '../text-files.ts';
import { watchTask } from '../watch-task.ts';
import { wholeNumber } from '../whole-number.ts';
import { groupCommand } from './group-command.ts';
import { registerTry } from './try-mapping.ts';

const mappingRow = z.object({
  mapping_id: z.string(),
  connection_slug: z.string(),
  object: z.string(),
  entity: z.string(),
  version: z.number(),
  author: z.string(),
  reason: z.string(),
});
const written = z.object({ mapping_id: z.string(), version: z.number() }).catchall(z.json());

/** `autonomos mappings list|show|export|try|apply|suggest`. A mapping is named `connection/object/entity`, or by its id. */
export const registerMappings = (program: Command): void => {
  const group = groupCommand(program, 'mappings', 'how objects become canonical entities');
  group
    .command('list')
    .description('active mappings')
    .action(async (_options: unknown, command: Command) => {
      const rows = await connect().list(mappingRow.catchall(z.json()), '/mesh/mappings');
      const cells = rows.map((row) => [nameOf(row), row.version, row.author, row.reason]);
      terminalOf(command).result(tableText(['mapping', 'version', 'author', 'reason'], cells), rows);
    });
  group
    .command('show')
    .description('the YAML of a mapping, with its history')
    .argument('<mapping>', 'connection/object/entity, or id')
    .action(async (named: string, _options: unknown, command: Command) => {
      const api = connect();
      const id = await idOf(api, named);
      const shown = z.object({ document: z.string() }).catchall(z.json());
      const mapping = await api.call(shown, 'GET', `/mesh/mappings/${id}`);
      terminalOf(command).result(mapping.document.trimEnd(), mapping);
    });
  group
    .command('export')
    .description('write a mapping as a YAML file')
    .argument('<mapping>', 'connection/object/entity, or id')
    .option('--at <version>', 'instead of the active one', wholeNumber)
    .option('--output <file>', 'instead of standard output')
    .action(async (named: string, options: ExportOptions) => {
      const api = connect();
      const query = options.at === undefined ? '' : `?version=${options.at}`;
      const yaml = await api.text(`/mesh/mappings/${await idOf(api, named)}/export${query}`);
      if (options.output === undefined) process.stdout.write(yaml);
      else writeTextFile(options.output, yaml);
    });
  registerTry(group, idOf);
  group
    .command('apply')
    .description('make a YAML file the next version of the mapping that it names')
    .argument('<file>', 'YAML')
    .requiredOption('--connection <connection>', 'slug or id')
    .requiredOption('--reason <text>', 'shown in the history')
    .option('--replay', 'derive what was read already again')
    .action(async (file: string, options: ApplyOptions, command: Command) => {
      const api = connect();
      const { connection_id } = await findConnection(api, options.connection);
      const answer = await api.call(written, 'POST', '/mesh/mappings', {
        connection_id,
        document: readTextFile(file),
        reason: options.reason,
        replay: options.replay === true,
      });
      terminalOf(command).result(`Version ${answer.version} is active`, answer);
    });
  group
    .command('suggest')
    .description('suggest first mappings for objects that have none; they wait as repairs')
    .argument('<connection>', 'slug or id')
    .argument('[objects...]', 'by name; left out: all that nobody has decided about')
    .action(async (named: string, objects: readonly string[], _options: unknown, command: Command) => {
      const api = connect();
      const { connection_id } = await findConnection(api, named);
      const { task_id } = await api.call(
        z.object({ task_id: z.string() }),
        'POST',
        '/mesh/mappings/suggest',
        {
          connection_id,
          ...(objects.length === 0 ? {} : { objects: [...objects] }),
        },
      );
      await watchTask(api, task_id, terminalOf(command));
    });
};

interface ExportOptions {
  readonly at?: number;
  readonly output?: string;
}
interface ApplyOptions {
  readonly connection: string;
  readonly reason: string;
  readonly replay?: boolean;
}

const nameOf = (row: z.infer<typeof mappingRow>): string =>
  `${row.connection_slug}/${row.object}/${row.entity}`;

const idOf = async (api: ApiClient, named: string): Promise<string> => {
  const rows = await api.list(mappingRow, '/mesh/mappings');
  const found = rows.find((row) => row.mapping_id === named || nameOf(row) === named);
  if (found === undefined)
    throw new Fault('not_found', `There is no mapping ${named}; autonomos mappings list shows all`);
  return found.mapping_id;
};
