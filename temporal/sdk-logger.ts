import type { Logger as SdkLogger, LogLevel, LogMetadata } from '@temporalio/common';
import type { Logger } from '../platform/logger.ts';

/** Of what Temporal's SDK says beside a message, these alone are logged; the rest may be a vendor's whole request. */
const names = {
  sdkComponent: 'sdk',
  workflowType: 'workflow_type',
  workflowId: 'workflow_id',
  workflowRunId: 'run_id',
  runId: 'run_id',
  run_id: 'run_id',
  activityType: 'activity_type',
  activityId: 'activity_id',
  attempt: 'attempt',
  taskQueue: 'task_queue',
  connection_id: 'connection_id',
} as const;

const levels = { TRACE: 'debug', DEBUG: 'debug', INFO: 'debug', WARN: 'warn', ERROR: 'error' } as const;

/** What Temporal's SDK, its core and workflows have to say, as lines of our own log. Their own news (INFO) are our details. */
export const createSdkLogger = (logger: Pick<Logger, 'debug' | 'warn' | 'error'>): SdkLogger => {
  const log = (level: LogLevel, message: string, said: LogMetadata = {}): void => {
    const fields = Object.entries(names).flatMap(([from, to]) =>
      said[from] === undefined ? [] : [[to, said[from]] as const],
    );
    const { error } = said;
    logger[levels[level]]({ ...Object.fromEntries(fields), ...(error == null ? {} : { error }) }, message);
  };
  const at =
    (level: LogLevel) =>
    (message: string, said?: LogMetadata): void => {
      log(level, message, said);
    };
  return {
    log,
    trace: at('TRACE'),
    debug: at('DEBUG'),
    info: at('INFO'),
    warn: at('WARN'),
    error: at('ERROR'),
  };
};
