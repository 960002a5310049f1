import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { isFault } from '../domain/faults.ts';
import { registerAgents } from './commands/agents.ts';
import { registerAoa } from './commands/aoa.ts';
import { registerApi } from './commands/api.ts';
import { registerAsk } from './commands/ask.ts';
import { registerConnections } from './commands/connections.ts';
import { registerDcl } from './commands/dcl.ts';
import { registerDemo } from './commands/demo.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerDrift } from './commands/drift.ts';
import { registerEvents } from './commands/events.ts';
import { registerIngest } from './commands/ingest.ts';
import { registerKeys } from './commands/keys.ts';
import { registerLineage } from './commands/lineage.ts';
import { registerLogin } from './commands/login.ts';
import { registerMapSuggest } from './commands/map-suggest.ts';
import { registerMappings } from './commands/mappings.ts';
import { registerMigrate } from './commands/migrate.ts';
import { registerRepairs } from './commands/repairs.ts';
import { registerSchemaDiff } from './commands/schema-diff.ts';
import { registerTasks } from './commands/tasks.ts';
import { registerTenants } from './commands/tenants.ts';
import { registerUnify } from './commands/unify.ts';
import { registerUp } from './commands/up.ts';
import { registerWorker } from './commands/worker.ts';
import { registerWritebacks } from './commands/writebacks.ts';
import { exitCodeOf, exitCodes, isTimeout } from './exit-code.ts';

/** Every command, in the order of the help. Each file under commands/ brings its own by a `register…` function. */
const registrations = [
  registerUp,
  registerDemo,
  registerDoctor,
  registerMigrate,
  registerWorker,
  registerApi,
  registerKeys,
  registerTenants,
  registerLogin,
  registerConnections,
  registerIngest,
  registerTasks,
  registerMappings,
  registerDrift,
  registerRepairs,
  registerDcl,
  registerLineage,
  registerAsk,
  registerAgents,
  registerWritebacks,
  registerAoa,
  registerEvents,
  registerMapSuggest,
  registerSchemaDiff,
  registerUnify,
];

export const createProgram = (): Command => {
  const program = new Command('autonomos')
    .description('One canonical, replayable event stream from messy sources')
    .option('--json', 'answer in JSON, for programs')
    .showHelpAfterError('(autonomos --help shows every command)')
    .exitOverride();
  for (const register of registrations) register(program);
  return program;
};

/** Runs the command line and sets the exit code: cli/exit-code.ts says what each means. */
export const runCommandLine = async (words: readonly string[]): Promise<void> => {
  process.stdout.on('error', endWithReader);
  loadDotEnv(join(import.meta.dirname, '..', '.env'));
  const program = createProgram();
  try {
    await program.parseAsync(words);
  } catch (error) {
    report(error, program.opts<{ json?: boolean }>().json === true);
    process.exitCode = exitCodeOf(error);
  }
};

/** `autonomos tasks list | head -1`: nobody reads on, so nothing more is to be said. */
const endWithReader = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(process.exitCode ?? exitCodes.ok);
};

/** Variables of a `.env` beside package.json; those of the environment win. */
const loadDotEnv = (file: string): void => {
  if (existsSync(file)) process.loadEnvFile(file);
};

/** Commander has already said what it had to say. Expected failures get their sentence, others their stack too. */
const report = (error: unknown, json: boolean): void => {
  if (error instanceof CommanderError) return;
  const message = error instanceof Error ? error.message : String(error);
  if (json) process.stdout.write(`${JSON.stringify({ error: { code: codeOf(error), message } })}\n`);
  else process.stderr.write(`autonomos: ${isExpected(error) ? message : stackOf(error)}\n`);
};

/** Faults, and what the operating system or a time limit refuses, explain themselves. */
const isExpected = (error: unknown): boolean =>
  isFault(error) || isTimeout(error) || (error instanceof Error && 'syscall' in error);

const codeOf = (error: unknown): string =>
  isFault(error) ? error.code : isTimeout(error) ? 'timeout' : 'internal';

const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

if (import.meta.main) await runCommandLine(process.argv);
