import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { isFault } from '../domain/faults.ts';
import { exitCodeOf, exitCodes, isTimeout } from './exit-code.ts';

type Register = (program: Command) => void;

const login = async (): Promise<Register> => (await import('./commands/login.ts')).registerLogin;

/**
 * Every command, in the order of the help. Each file under commands/ brings its own by a `register…` function, and is loaded
 * where it is wanted alone: what all of them import takes six times as long as what most of them do.
 */
const registrations: Readonly<Record<string, () => Promise<Register>>> = {
  up: async () => (await import('./commands/up.ts')).registerUp,
  demo: async () => (await import('./commands/demo.ts')).registerDemo,
  doctor: async () => (await import('./commands/doctor.ts')).registerDoctor,
  migrate: async () => (await import('./commands/migrate.ts')).registerMigrate,
  worker: async () => (await import('./commands/worker.ts')).registerWorker,
  api: async () => (await import('./commands/api.ts')).registerApi,
  keys: async () => (await import('./commands/keys.ts')).registerKeys,
  tenants: async () => (await import('./commands/tenants.ts')).registerTenants,
  login,
  logout: login,
  connections: async () => (await import('./commands/connections.ts')).registerConnections,
  ingest: async () => (await import('./commands/ingest.ts')).registerIngest,
  tasks: async () => (await import('./commands/tasks.ts')).registerTasks,
  mappings: async () => (await import('./commands/mappings.ts')).registerMappings,
  drift: async () => (await import('./commands/drift.ts')).registerDrift,
  repairs: async () => (await import('./commands/repairs.ts')).registerRepairs,
  dcl: async () => (await import('./commands/dcl.ts')).registerDcl,
  lineage: async () => (await import('./commands/lineage.ts')).registerLineage,
  ask: async () => (await import('./commands/ask.ts')).registerAsk,
  agents: async () => (await import('./commands/agents.ts')).registerAgents,
  writebacks: async () => (await import('./commands/writebacks.ts')).registerWritebacks,
  aoa: async () => (await import('./commands/aoa.ts')).registerAoa,
  events: async () => (await import('./commands/events.ts')).registerEvents,
  map: async () => (await import('./commands/map-suggest.ts')).registerMapSuggest,
  schema: async () => (await import('./commands/schema-diff.ts')).registerSchemaDiff,
  unify: async () => (await import('./commands/unify.ts')).registerUnify,
};

/** The command that is named first in these words; all of them where none is, for help or a mistake. */
export const createProgram = async (words: readonly string[] = []): Promise<Command> => {
  const program = new Command('autonomos')
    .description('One canonical, replayable event stream from messy sources')
    .option('--json', 'answer in JSON, for programs')
    .showHelpAfterError('(autonomos --help shows every command)')
    .exitOverride();
  const name = words.find((word) => !word.startsWith('-')) ?? '';
  const wanted = Object.hasOwn(registrations, name) ? [registrations[name]] : Object.values(registrations);
  for (const load of new Set(wanted)) (await load?.())?.(program);
  return program;
};

/** Runs the command line and sets the exit code: cli/exit-code.ts says what each means. */
export const runCommandLine = async (words: readonly string[]): Promise<void> => {
  process.stdout.on('error', endWithReader);
  loadDotEnv(join(import.meta.dirname, '..', '.env'));
  const program = await createProgram(words.slice(2));
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
