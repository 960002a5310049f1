import type { ConnectorLogger } from '../../platform/logger.ts';
import { createLogger } from '../../platform/logger.ts';

/** A connector's logger that keeps what it is told, so that a test can look for what must not be there. */
export const recordingLogger = (): { readonly logger: ConnectorLogger; readonly text: () => string } => {
  const silent = createLogger('contract', 'silent');
  const lines: string[] = [];
  const record = (...said: unknown[]): void => {
    lines.push(
      said
        .map((part) => (part instanceof Error ? String(part.stack) : JSON.stringify(part, errorsToo)))
        .join(' '),
    );
  };
  const logger = Object.assign(Object.create(silent) as typeof silent, {
    debug: record,
    info: record,
    warn: record,
    error: record,
  });
  return { logger, text: () => lines.join('\n') };
};

const errorsToo = (_name: string, value: unknown): unknown =>
  value instanceof Error
    ? Object.fromEntries(
        Object.getOwnPropertyNames(value).map((name) => [name, Reflect.get(value, name) as unknown]),
      )
    : value;
