import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { getCompileCacheDir } from 'node:module';
import { hostname } from 'node:os';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { Fault, faults } from '../../domain/faults.ts';
import type { FaultCode } from '../../domain/faults.ts';
import { tenantId as parseTenant } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import { decidedSince } from '../../platform/database/repositories/golden-constraints.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import type { DclConnectInput } from '../../workflows/dcl-connect.contract.ts';
import type { Deps } from '../deps.ts';
import { withHeartbeat } from '../edge.ts';
import type { BuildProgress, BuildResult, FromBuilder, ToBuilder } from './build/protocol.ts';

type Needs = Pick<Deps, 'pool' | 'config'>;

const script = fileURLToPath(new URL('./build/build-process.ts', import.meta.url));
/** JavaScript's own part of the builder, on top of what DuckDB may hold. */
const heapMb = 512;
/** Builds in a row for decisions that came meanwhile. */
const mostAgain = 3;

export const createDclActivities = (deps: Needs) => ({
  /**
   * Builds and publishes a generation in a process of its own. Cancelled, or given up by its worker, the process is killed;
   * what it had built is never seen. Answers the generation's number.
   */
  buildGeneration: (input: DclConnectInput): Promise<{ readonly generation: number }> =>
    withHeartbeat(async (signal) => {
      const tell = (progress: BuildProgress): void => {
        noteProgress(deps, input, progress).catch(() => undefined);
      };
      let result = await runBuilder(deps, input, tell, signal);
      // Whoever decides something while a build is under way was answered with its task.
      for (let more = 0; more < mostAgain && (await isOutdated(deps, input, result)); more += 1)
        result = await runBuilder(deps, input, tell, signal);
      await noteResult(deps, input, result);
      return { generation: result.generation };
    }),
});

export type DclActivities = ReturnType<typeof createDclActivities>;

/** Where the worker keeps compiled code, Node having added a folder of its version to it: each build is a new process. */
const compileCache = (): Readonly<Record<string, string>> => {
  const folder = getCompileCacheDir();
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) };
};

const isOutdated = (
  { pool }: Needs,
  { tenantId }: DclConnectInput,
  { generation }: BuildResult,
): Promise<boolean> =>
  withTenant(pool, parseTenant(tenantId), (transaction) => decidedSince(transaction, generation));

const start = ({ config }: Needs, input: DclConnectInput): ChildProcess => {
  const child = fork(script, [], {
    execArgv: [`--max-old-space-size=${heapMb}`],
    env: { NODE_ENV: config.NODE_ENV, ...compileCache() },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const message: ToBuilder = {
    options: {
      tenantId: input.tenantId,
      taskId: input.taskId,
      traceId: input.traceId,
      root: resolve(config.DCL_ROOT),
      host: hostname(),
      memoryMb: config.DCL_MEMORY_MB,
      threads: 2,
      estimate: input.estimate === true,
    },
    databaseUrl: config.DATABASE_URL,
    rolesKey: config.DATABASE_ROLES_KEY,
    failpoint: config.AUTONOMOS_FAILPOINT,
  };
  child.send(message, () => undefined);
  return child;
};

const runBuilder = (
  deps: Needs,
  input: DclConnectInput,
  tell: (progress: BuildProgress) => void,
  signal: AbortSignal,
): Promise<BuildResult> =>
  new Promise((built, failed) => {
    const child = start(deps, input);
    const abort = (): void => {
      child.kill('SIGKILL');
      failed(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, { once: true });
    child.on('message', (message: FromBuilder) => {
      if (message.kind === 'progress') tell(message);
      else if (message.kind === 'built') built(message);
      else failed(faultOf(message.code, message.message));
    });
    child.once('error', failed);
    child.once('exit', (code, killed) => {
      signal.removeEventListener('abort', abort);
      failed(new Error(`The builder ended before its time (${killed ?? `exit code ${code ?? 0}`})`));
    });
  });

/** A defect of ours is tried again, since a build starts from the beginning and may meet other data. */
const faultOf = (code: string, message: string): Error =>
  code !== 'internal' && Object.hasOwn(faults, code)
    ? new Fault(code as FaultCode, message)
    : new Error(message);

const noteProgress = (
  { pool }: Needs,
  { tenantId, taskId }: DclConnectInput,
  { step, text, rows }: BuildProgress,
): Promise<unknown> =>
  withTenant(pool, parseTenant(tenantId), ({ db }) =>
    db
      .updateTable('tasks')
      .set({ progress: JSON.stringify({ step, narration: text, rows }) })
      .where('task_id', '=', taskId)
      .where('state', '=', 'in_progress')
      .execute(),
  );

const noteResult = (
  { pool }: Needs,
  { tenantId, taskId }: DclConnectInput,
  { generation, contentHash, counts }: BuildResult,
): Promise<unknown> => {
  const report: Json = { generation, content_hash: contentHash, counts: counts as unknown as Json };
  return withTenant(pool, parseTenant(tenantId), ({ db }) =>
    db
      .updateTable('tasks')
      .set({
        result: sql<string>`jsonb_set(coalesce(result, '{}'), '{report}', ${JSON.stringify(report)}::jsonb)`,
      })
      .where('task_id', '=', taskId)
      .execute(),
  );
};
