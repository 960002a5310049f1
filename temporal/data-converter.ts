import type { DataConverter } from '@temporalio/common';
import type { Config } from '../platform/config.ts';
import { EncryptionCodec } from './codec.ts';

/** How worker and clients write payloads: JSON, then encrypted. */
export const createDataConverter = (
  config: Pick<Config, 'ENCRYPTION_KEY' | 'ENCRYPTION_KEYS_OLD'>,
): DataConverter => ({
  payloadCodecs: [new EncryptionCodec(config.ENCRYPTION_KEY, config.ENCRYPTION_KEYS_OLD)],
});
