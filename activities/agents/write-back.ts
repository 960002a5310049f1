import type { Connector } from '../../connectors/contract.ts';
import { isFault } from '../../domain/faults.ts';
import { tenantId as parseTenant } from '../../domain/ids.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import type { SourceObject } from '../../domain/schema/types.ts';
import { newestShape } from '../../platform/database/repositories/source-schemas.ts';
import {
  changeWriteback,
  findWriteback,
  lockWriteback,
  moveWriteback,
} from '../../platform/database/repositories/writeback-rows.ts';
import type { Writeback } from '../../platform/database/repositories/writeback-rows.ts';
import type { WritebackFound } from '../../platform/database/tables/agents.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import type { TenantTransaction } from '../../platform/database/with-tenant.ts';
import { failpoint } from '../../platform/failpoint.ts';
import type { WriteBackInput } from '../../workflows/write-back.contract.ts';
import type { Deps } from '../deps.ts';
import { withHeartbeat } from '../edge.ts';
import { loadConnection } from '../open-connection.ts';
import { dueOf, endWrite, failWrite, intentOf, isSame, markSent } from './write-intent.ts';
import type { WriteBackStep } from './write-intent.ts';

type Needs = Pick<Deps, 'pool' | 'secrets' | 'config' | 'logger'>;

export const createWriteBackLookActivities = ({ pool }: Pick<Deps, 'pool'>) => ({
  /** What is to be done next, by the row alone. */
  lookAtWriteback: ({ tenantId, writebackId }: WriteBackInput): Promise<WriteBackStep> =>
    withTenant(pool, parseTenant(tenantId), async (transaction) => {
      const row = await findWriteback(transaction, writebackId);
      return row === undefined ? 'closed' : dueOf(row);
    }),
});

export type WriteBackLookActivities = ReturnType<typeof createWriteBackLookActivities>;

export const createWriteBackActivities = (deps: Needs) => ({
  /**
   * Writes the value if the source still holds the one that was seen. That it is about to be sent is committed first, so that
   * whoever comes after a crash sends nothing, and only reads.
   */
  sendWriteback: (input: WriteBackInput): Promise<void> =>
    withHeartbeat(async () => {
      const tenantId = parseTenant(input.tenantId);
      const row = await withTenant(deps.pool, tenantId, (transaction) =>
        begin(transaction, input.writebackId),
      );
      if (row === null) return;
      await withRecord(deps, tenantId, row, async (connector, object) => {
        const intent = intentOf(row);
        const found = await lookUp(connector, object, row);
        const refusal = refusalOf(row, object, found);
        if (refusal !== null) {
          await withTenant(deps.pool, tenantId, (transaction) =>
            failWrite(transaction, row.writeback_id, { ...refusal, found }),
          );
          return;
        }
        failpoint('before_write_is_sent');
        const mine = await withTenant(deps.pool, tenantId, (transaction) =>
          markSent(transaction, row.writeback_id),
        );
        if (!mine) return;
        failpoint('after_write_is_marked');
        try {
          await connector.update(object, row.key, { [row.field]: intent.to });
        } catch (error) {
          // Whether it came through is for the reading back to say; why it may not have is kept for people.
          await withTenant(deps.pool, tenantId, (transaction) =>
            changeWriteback(transaction, row.writeback_id, { error: textOf(error) }),
          );
        }
        failpoint('after_write_is_sent');
      });
    }),

  /** Reads what was sent back from the source and records how it ended; it never writes. */
  readWritebackBack: (input: WriteBackInput): Promise<void> =>
    withHeartbeat(async () => {
      const tenantId = parseTenant(input.tenantId);
      const row = await withTenant(deps.pool, tenantId, (transaction) =>
        findWriteback(transaction, input.writebackId),
      );
      if (row === undefined || dueOf(row) !== 'read_back') return;
      const found = await withRecord(deps, tenantId, row, (connector, object) =>
        lookUp(connector, object, row),
      );
      failpoint('after_write_is_read_back');
      await withTenant(deps.pool, tenantId, (transaction) =>
        isSame(found?.value ?? null, intentOf(row).to) && found !== null
          ? endWrite(transaction, row.writeback_id, found)
          : failWrite(transaction, row.writeback_id, { ...lostOf(row, found), found }),
      );
    }),
});

export type WriteBackActivities = ReturnType<typeof createWriteBackActivities>;

/** Moves an approved write-back to `writing`; null where nothing is to be sent any more. */
const begin = async (transaction: TenantTransaction, id: string): Promise<Writeback | null> => {
  const row = await lockWriteback(transaction, id);
  if (dueOf(row) !== 'send') return null;
  if (row.state === 'approved') await moveWriteback(transaction, row, 'writing');
  return await lockWriteback(transaction, id);
};

const withRecord = async <T>(
  deps: Needs,
  tenantId: TenantId,
  row: Writeback,
  work: (connector: Connector, object: SourceObject) => Promise<T>,
): Promise<T> => {
  const { module, options } = await loadConnection(deps, tenantId, row.connection_id);
  const { object } = await withTenant(deps.pool, tenantId, (transaction) =>
    newestShape(transaction, row.connection_id, row.object),
  );
  const connector = await module.open(options);
  try {
    return await work(connector, object);
  } finally {
    await connector.close();
  }
};

const lookUp = async (
  connector: Connector,
  object: SourceObject,
  row: Writeback,
): Promise<WritebackFound | null> => {
  const record = await connector.fetch(object, row.key);
  if (record === null) return null;
  const [field = null] = object.changeFields;
  const changed: Json | undefined = field === null ? null : record[field];
  return {
    value: record[row.field] ?? null,
    field,
    changed_at: typeof changed === 'string' ? changed : null,
  };
};

type Refusal = { readonly state: 'conflict' | 'failed'; readonly reason: string };

/** Why nothing may be sent, or null. */
const refusalOf = (row: Writeback, object: SourceObject, found: WritebackFound | null): Refusal | null => {
  const intent = intentOf(row);
  if (found === null) return { state: 'failed', reason: 'The record is gone from the source' };
  if (!object.fields.some(({ name }) => name === row.field))
    return { state: 'failed', reason: `${object.name} no longer has the field ${row.field}` };
  if (isSame(found.value, intent.from)) return null;
  const now = isSame(found.value, intent.to) ? 'has the value already' : 'holds another value by now';
  return { state: 'conflict', reason: `The source ${now}; nothing was written` };
};

const lostOf = (row: Writeback, found: WritebackFound | null): Refusal => {
  const said = row.error === null ? '' : `; the source said: ${row.error}`;
  if (found === null) return { state: 'failed', reason: `The record is gone from the source${said}` };
  return isSame(found.value, intentOf(row).from)
    ? { state: 'failed', reason: `It was sent once and the source still holds the former value${said}` }
    : { state: 'conflict', reason: `The source holds another value after the write${said}` };
};

const textOf = (error: unknown): string =>
  isFault(error) ? `${error.code}: ${error.message}`.slice(0, 500) : 'the connector failed';
