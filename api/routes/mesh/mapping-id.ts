import { isUuid } from '../../../domain/ids.ts';
import { Fault } from '../../../domain/faults.ts';
import type { MappingKey } from '../../../platform/database/repositories/mapping-history.ts';

/** One text for connection, entity and stream; the stream comes last, since only it may hold a `/`. */
export const mappingIdOf = ({ connectionId, stream, entity }: MappingKey): string =>
  Buffer.from(`${connectionId}/${entity}/${stream}`).toString('base64url');

/** Throws `not_found` for a text that is no mapping's id. */
export const mappingKeyOf = (mappingId: string): MappingKey => {
  const [connectionId = '', entity = '', ...stream] = Buffer.from(mappingId, 'base64url')
    .toString()
    .split('/');
  if (!isUuid(connectionId) || stream.length === 0) throw unknownMapping();
  return { connectionId, entity, stream: stream.join('/') };
};

export const unknownMapping = (): Fault =>
  new Fault('not_found', 'There is no such mapping; GET /api/v1/mesh/mappings lists them');
