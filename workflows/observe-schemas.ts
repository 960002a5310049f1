import { ActivityFailure, isCancellation, log, proxyActivities } from '@temporalio/workflow';
import type { ObserveActivities } from '../activities/observe.ts';
import type { ObserveInput } from './observe-schemas.contract.ts';
import { sourceLook } from './options.ts';

const { observeConnection } = proxyActivities<ObserveActivities>(sourceLook);

/** Sources looked at side by side, so that one that does not answer holds up no other. */
const atOnce = 4;

/**
 * One round of the observer: looks at each of these connections once. What it finds is in PostgreSQL; a look that breaks
 * off is not worth repeating, since the next round comes soon.
 */
export const observeSchemas = async ({ tenantId, connectionIds, traceId }: ObserveInput): Promise<void> => {
  const waiting = [...connectionIds];
  const look = async (): Promise<void> => {
    for (let connectionId = waiting.shift(); connectionId !== undefined; connectionId = waiting.shift()) {
      try {
        await observeConnection({ tenantId, connectionId, traceId });
      } catch (error) {
        if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
        log.warn('a connection could not be observed', { connection_id: connectionId });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, look));
};
