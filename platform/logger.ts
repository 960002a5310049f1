import { pino } from 'pino';
import type { Logger, LoggerOptions } from 'pino';

/**
 * Structured logs by allowlist: a call names what it logs, and of an error only class, code, message and stack are kept
 * (vendor errors carry whole requests, with their headers).
 */
const options: LoggerOptions = {
  base: null,
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: { level: (label) => ({ level: label }) },
  serializers: { error: serializeError },
};

function serializeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { type: error.name, ...code, message: error.message, stack: error.stack };
}

export type { Logger };

/** What a connector may log with: messages and plain fields, no child loggers. */
export type ConnectorLogger = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** One logger per process; `level` is one of pino's (`debug`, `info`, `warn`, `error`, `silent`). Writes to stderr. */
export const createLogger = (component: string, level: string): Logger =>
  pino({ ...options, level, base: { component } }, pino.destination(2));
