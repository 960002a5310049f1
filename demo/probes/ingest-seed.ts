import { connectionRow } from '../../cli/find-connection.ts';
import { ingest } from '../ingest.ts';
import type { Probe } from './probe.ts';

/** Every connection that is not paused can be ingested, and every ledger balances. */
export const probeIngest: Probe = async (api, say) => {
  const connections = (await api.list(connectionRow, '/connections')).filter(
    ({ status }) => status !== 'paused',
  );
  const failures: string[] = connections.length === 0 ? ['there is no connection: npm run demo'] : [];
  for (const { connection_id: id, slug } of connections) {
    const { state, ledgers, failures: broken } = await ingest(api, { id, slug }, say);
    for (const { stream, entity, read, changed, unchanged, quarantined, balanced } of ledgers) {
      say(
        `  ${slug} ${stream} → ${entity}: ${read} read, ${changed} changed, ${unchanged} unchanged, ${quarantined} quarantined`,
      );
      if (!balanced) failures.push(`${slug}: the ledger of ${stream} → ${entity} does not balance`);
    }
    if (state !== 'success')
      failures.push(
        `${slug}: ${state} ${broken.map(({ stream, reason }) => `${stream} ${reason}`).join('; ')}`,
      );
  }
  return failures;
};
