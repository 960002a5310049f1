import { Fault } from '../domain/faults.ts';
import { tenantId as parseTenant } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import type { MutateSourceInput } from '../workflows/mutate-source.contract.ts';
import type { Deps } from './deps.ts';
import { withHeartbeat } from './edge.ts';
import { loadConnection } from './open-connection.ts';

type Needs = Pick<Deps, 'pool' | 'secrets' | 'config' | 'logger'>;

export const createMutateSourceActivities = (deps: Needs) => ({
  /** Changes a source on purpose; only connectors of demo and test sources let themselves be asked. */
  changeSource: ({ tenantId, connectionId, mutation }: MutateSourceInput): Promise<void> =>
    withHeartbeat(async () => {
      const { module, options } = await loadConnection(deps, parseTenant(tenantId), connectionId);
      const connector = await module.open(options);
      try {
        if (connector.mutate === undefined)
          throw new Fault(
            'conflict',
            'The connection is no test source: set testSource in its configuration',
          );
        await connector.mutate({
          ...mutation,
          arguments: mutation.arguments as Readonly<Record<string, Json>>,
        });
      } finally {
        await connector.close();
      }
    }),
});

export type MutateSourceActivities = ReturnType<typeof createMutateSourceActivities>;
