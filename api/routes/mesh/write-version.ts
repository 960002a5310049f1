import { parseDocument } from 'yaml';
import { Fault } from '../../../domain/faults.ts';
import { parseMapping } from '../../../domain/mapping/parse.ts';
import type { Mapping } from '../../../domain/mapping/types.ts';
import type { Connection } from '../../../platform/database/repositories/connections.ts';
import { appendEvent } from '../../../platform/database/repositories/event-log.ts';
import { newestVersion } from '../../../platform/database/repositories/mapping-history.ts';
import type { MappingKey } from '../../../platform/database/repositories/mapping-history.ts';
import { settleByVersion } from '../../../platform/database/repositories/settle-by-version.ts';
import { activeMappings, addMappingVersion } from '../../../platform/database/repositories/streams.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import { acceptTask } from '../accept-task.ts';
import type { TaskAccepted } from '../accept-task.ts';
import { replayTask } from '../connections/connection-tasks.ts';
import { refuseStale } from '../expected-version.ts';
import { mappingIdOf } from './mapping-id.ts';

export interface VersionToWrite {
  readonly connection: Connection;
  readonly key: MappingKey;
  /** The object's name in the source now. */
  readonly object: string;
  readonly document: string;
  readonly mapping: Mapping;
  readonly reason: string;
  readonly expected: number | undefined;
  readonly replay: boolean;
  readonly userId: string;
  readonly traceId: string;
}

export interface VersionWritten {
  readonly mapping_id: string;
  readonly version: number;
  readonly replay: TaskAccepted | null;
}

/**
 * Adds a person's version of a mapping and makes it active; the document gets the number that the version has. A ticket that
 * it answers is settled by it.
 */
export const writeVersion = async (
  transaction: TenantTransaction,
  write: VersionToWrite,
): Promise<VersionWritten> => {
  const { key, mapping, connection } = write;
  await refuseMisfit(transaction, write);
  const newest = await newestVersion(transaction, key);
  refuseStale(write.expected, newest);
  const version = await addMappingVersion(
    transaction,
    {
      ...key,
      object: write.object,
      document: numbered(write.document, newest + 1),
      author: 'human',
      authorId: write.userId,
      reason: write.reason,
    },
    newest,
  );
  const asked = {
    tenantId: transaction.tenantId,
    connectionId: key.connectionId,
    traceId: write.traceId,
    requestedBy: write.userId,
  };
  const replay = write.replay ? await acceptTask(transaction, replayTask(asked, key.stream)) : null;
  await appendEvent(transaction, {
    type: 'connection.mapping_changed',
    traceId: write.traceId,
    subject: { kind: 'connection', id: connection.connection_id },
    data: { object: write.object, entity: mapping.entity, version },
  });
  await settleByVersion(transaction, { ...key, ...write, entity: mapping.entity, version });
  return { mapping_id: mappingIdOf(key), version, replay };
};

/** Sets the number in the text itself, so that comments and layout stay. */
const numbered = (text: string, version: number): string => {
  // It was read before this: its keys need not be compared again.
  const document = parseDocument(text, { uniqueKeys: false });
  document.set('version', version);
  return document.toString({ lineWidth: 0 });
};

/** A mapping that is right in itself may still not fit where it is to go. Throws `mapping_invalid` with every misfit. */
export const refuseMisfit = async (
  transaction: TenantTransaction,
  { key, mapping, connection, object }: Pick<VersionToWrite, 'key' | 'mapping' | 'connection' | 'object'>,
): Promise<void> => {
  const siblings = await activeMappings(transaction, key.connectionId, key.stream);
  const others = siblings
    .filter(({ entity }) => entity !== key.entity)
    .map(({ document }) => parseMapping(document));
  const other = others.find(({ key: theirs }) => theirs.join('\n') !== mapping.key.join('\n'));
  const misfits: readonly (readonly [pointer: string, fits: boolean, message: string])[] = [
    ['/system', mapping.system === connection.system, `The connection is one to ${connection.system}`],
    ['/object', mapping.object === object, `This mapping reads ${object}`],
    ['/entity', mapping.entity === key.entity, `This mapping gives ${key.entity}`],
    [
      '/key',
      other === undefined,
      `All mappings of an object have one key; ${other?.entity ?? ''} has ${other?.key.join(', ') ?? ''}`,
    ],
  ];
  const errors = misfits
    .filter(([, fits]) => !fits)
    .map(([pointer, , message]) => ({
      pointer,
      code: 'misfit',
      message: `${message}; correct ${pointer.slice(1)}`,
    }));
  if (errors.length > 0) throw new Fault('mapping_invalid', 'The mapping does not fit here', { errors });
};
