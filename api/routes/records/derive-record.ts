import type { z } from 'zod';
import { Fault } from '../../../domain/faults.ts';
import type { Json } from '../../../domain/json.ts';
import { compileMapping } from '../../../domain/mapping/compile.ts';
import { parseMapping } from '../../../domain/mapping/parse.ts';
import type { Mapped } from '../../../domain/mapping/types.ts';
import { recordKeyPrefix, streamName } from '../../../domain/record-keys.ts';
import { connectionBySlug } from '../../../platform/database/repositories/connection-settings.ts';
import { findMappingVersion } from '../../../platform/database/repositories/mapping-history.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import type { record } from '../../contract/records.ts';

type Derivation = NonNullable<z.input<typeof record>['derived']>;

const form = /^([^/@]+)\/(.+)\/([a-z_]+)@(\d+)$/;

/**
 * What a mapping version makes of a raw record, whatever was open at the time; nothing is written. Throws `not_found` for
 * a mapping that never was, `validation_failed` for one of another object or entity.
 */
export const deriveRecord = async (
  transaction: TenantTransaction,
  named: { readonly entity: string; readonly recordKey: string; readonly mapping: string },
  raw: Json,
): Promise<Derivation> => {
  const [, slug = '', object = '', entity = '', number = ''] = form.exec(named.mapping) ?? [];
  const stream = streamName(object);
  if (entity !== named.entity || !named.recordKey.startsWith(recordKeyPrefix(slug, stream))) {
    throw new Fault('validation_failed', 'Name a mapping of the record itself', {
      errors: [
        {
          pointer: '?mapping',
          code: 'misfit',
          message: `The record is not one of ${slug}/${object} as ${entity}`,
        },
      ],
    });
  }
  const connectionId = await connectionBySlug(transaction, slug);
  const version =
    connectionId === undefined
      ? undefined
      : await findMappingVersion(transaction, { connectionId, stream, entity }, Number(number));
  if (version === undefined) throw new Fault('not_found', `There is no mapping ${named.mapping}`);
  const answer = { mapping: `${slug}/${object}/${entity}`, version: version.version };
  const mapped = mapRaw(version.document, raw);
  const event = mapped.kind === 'event' ? mapped : undefined;
  return {
    ...answer,
    outcome: mapped.kind,
    data: event === undefined ? null : { ...event.data },
    extras: event === undefined ? null : { ...event.extras },
    reasons: 'reasons' in mapped ? mapped.reasons.map((reason) => ({ ...reason })) : [],
  };
};

/** A record that the source no longer had gives no event under any mapping. */
const mapRaw = (document: string, raw: Json): Mapped => {
  if (raw === null || typeof raw !== 'object' || Array.isArray(raw)) return { kind: 'filtered' };
  const entries = Object.entries(raw as Readonly<Record<string, Json>>);
  const columns = entries.map(([column]) => column);
  return compileMapping(parseMapping(document), { columns })(entries.map(([, cell]) => cell));
};
