import type { Command } from 'commander';
import { z } from 'zod';
import { exitCodes } from '../exit-code.ts';
import { readEvents } from '../read-events.ts';
import type { StreamMessage } from '../read-events.ts';
import { connect } from '../sign-in.ts';
import { terminalOf } from '../terminal.ts';
import { untilInterrupted } from '../until-interrupted.ts';
import { wholeNumber } from '../whole-number.ts';
import { groupCommand } from './group-command.ts';

interface TailOptions {
  readonly types?: string;
  readonly after?: string;
  readonly most?: number;
}

/** `autonomos events tail`. */
export const registerEvents = (program: Command): void => {
  groupCommand(program, 'events', 'what happens in the tenant')
    .command('tail')
    .description('live events until Ctrl-C; reconnects by itself')
    .option('--types <list>', 'such as task.*,canonical.appended')
    .option('--after <id>', 'begin behind this event')
    .option('--most <number>', 'end after so many', wholeNumber)
    .action(async (options: TailOptions, command: Command) => {
      process.exitCode = await untilInterrupted((signal) => tail(options, terminalOf(command).json, signal));
    });
};

const tail = async (options: TailOptions, json: boolean, signal: AbortSignal): Promise<number> => {
  const query = new URLSearchParams({
    ...(options.types === undefined ? {} : { types: options.types }),
    ...(options.after === undefined ? {} : { after: options.after }),
  }).toString();
  let count = 0;
  for await (const message of readEvents(connect(), query === '' ? '' : `?${query}`, signal)) {
    if (message.event === 'ready') continue;
    process.stdout.write(`${json ? message.data : lineOf(message)}\n`);
    count += 1;
    if (count === options.most) break;
  }
  return exitCodes.ok;
};

const envelope = z.object({
  at: z.string(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  data: z.unknown(),
});

const lineOf = ({ event, id, data }: StreamMessage): string => {
  const parsed = envelope.safeParse(JSON.parse(data));
  if (!parsed.success) return `${event} ${data}`;
  const { at, subject } = parsed.data;
  return `${id ?? '-'} ${at} ${event} ${subject.kind}:${subject.id} ${JSON.stringify(parsed.data.data)}`;
};
