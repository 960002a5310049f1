import { isFault } from '../../../domain/faults.ts';
import type { Json } from '../../../domain/json.ts';
import {
  sealedCredentials,
  storeCredentials,
} from '../../../platform/database/repositories/connection-settings.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import type { Deps } from '../../deps.ts';

type Credentials = Readonly<Record<string, Json>>;

/** What credentials are sealed for; workers open them with the same words. */
const contextOf = (connectionId: string): string => `connection:${connectionId}`;

/** The stored credentials, decrypted; none where there are none. */
export const readCredentials = async (
  transaction: TenantTransaction,
  connectionId: string,
  deps: Pick<Deps, 'secrets' | 'logger'>,
): Promise<Credentials> =>
  openCredentials(transaction, connectionId, await sealedCredentials(transaction, connectionId), deps);

/** Decrypts credentials. Unreadable ones count as none, so that a person can still see the connection and type them anew. */
export const openCredentials = async (
  transaction: TenantTransaction,
  connectionId: string,
  sealed: Buffer | null | undefined,
  { secrets, logger }: Pick<Deps, 'secrets' | 'logger'>,
): Promise<Credentials> => {
  if (sealed === null || sealed === undefined) return {};
  try {
    return await secrets.openJson(transaction, contextOf(connectionId), sealed);
  } catch (error) {
    if (!isFault(error) || error.code !== 'secrets_unreadable') throw error;
    logger.error({ error, connection_id: connectionId }, 'credentials cannot be decrypted');
    return {};
  }
};

/** Encrypts and stores credentials in place of what there was. */
export const writeCredentials = async (
  transaction: TenantTransaction,
  connectionId: string,
  { secrets }: Pick<Deps, 'secrets'>,
  credentials: Credentials,
): Promise<void> => {
  const sealed = await secrets.sealJson(transaction, contextOf(connectionId), credentials);
  await storeCredentials(transaction, connectionId, sealed);
};
