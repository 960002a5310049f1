import { Fault } from '../domain/faults.ts';
import { tenantId as parseTenant } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import { parseMapping } from '../domain/mapping/parse.ts';
import { afterPrefix, recordKeyPrefix } from '../domain/record-keys.ts';
import type { LostIn } from '../domain/repair/lost-in-record.ts';
import { writeReplay } from '../platform/database/canonical-writer.ts';
import type { Fence } from '../platform/database/fence.ts';
import { lostInStored } from '../platform/database/repositories/lost-in-stored.ts';
import { newestShape } from '../platform/database/repositories/source-schemas.ts';
import { firstParkedRaws, newestRaws } from '../platform/database/repositories/stored-raws.ts';
import type { StoredRaw } from '../platform/database/repositories/stored-raws.ts';
import { activeMappings } from '../platform/database/repositories/streams.ts';
import { withTenant } from '../platform/database/with-tenant.ts';
import type { ReplayInput } from '../workflows/replay.contract.ts';
import type { Deps } from './deps.ts';
import { withHeartbeat } from './edge.ts';
import { BatchEncoder } from './reading/encode-batch.ts';
import type { EncodeOptions, StoredRecord } from './reading/encode-batch.ts';

export interface ReplayObject extends ReplayInput {
  /** Record key after which to go on; empty at the start. */
  readonly after: string;
}

/** Records mapped between two looks at the event loop, and batches of one activity. */
const chunk = 5_000;
const batchesPerActivity = 50;

interface Replay {
  readonly fence: Fence;
  /** The encoder for records in which these fields are lost. */
  readonly encoderFor: (lost: readonly string[]) => BatchEncoder;
  readonly lostIn: LostIn;
  readonly prefix: string;
  readonly schemaVersion: number;
}

export const createReplayActivities = ({ pool }: Pick<Deps, 'pool'>) => ({
  /**
   * Derives events again from stored raw records under the active mappings; the source is not called. Parked records come
   * first, raw by raw in order. Answers where to go on, or null when all are done. A mapping version that becomes active
   * meanwhile is taken up from the record where the replay stands.
   */
  replayObject: (input: ReplayObject): Promise<{ readonly after: string | null }> =>
    withHeartbeat(async (signal) => {
      const tenantId = parseTenant(input.tenantId);
      let replay = await prepare(pool, input);
      let after = input.after === '' ? replay.prefix : input.after;
      let drained = false;
      for (let batch = 0; batch < batchesPerActivity; batch += 1) {
        signal.throwIfAborted();
        const { raws, last } = await withTenant(pool, tenantId, async (transaction) =>
          drained
            ? await newestRaws(transaction, { after, to: afterPrefix(replay.prefix) }, chunk)
            : { raws: await firstParkedRaws(transaction, input, chunk), last: after },
        );
        if (last === null) return { after: null };
        try {
          const moved = raws.length === 0 ? false : await derive(pool, replay, input, raws);
          // Records that stay parked, since their ticket is still open, must not be tried for ever.
          if (!drained) drained = !moved;
          else after = last;
        } catch (error) {
          if (!(error instanceof Fault) || error.code !== 'mapping_superseded') throw error;
          replay = await prepare(pool, input);
        }
      }
      return { after };
    }),
});

/** Maps and writes one chunk; true when any record got through. */
const derive = async (
  pool: Deps['pool'],
  replay: Replay,
  input: ReplayInput,
  raws: readonly StoredRaw[],
): Promise<boolean> => {
  const origin = { taskId: input.taskId, traceId: input.traceId, schemaVersion: replay.schemaVersion };
  let moved = false;
  for (const [encoder, records] of byEncoder(replay, raws)) {
    const outcomes = await writeReplay(pool, replay.fence, origin, encoder.encodeStored(records));
    moved ||= outcomes.some((row) => row.changed + row.unchanged + row.filtered > 0);
  }
  return moved;
};

/** Records that were read before a field was lost still hold it, so a chunk may need several encoders. */
const byEncoder = (
  { encoderFor, lostIn, prefix }: Replay,
  raws: readonly StoredRaw[],
): ReadonlyMap<BatchEncoder, readonly StoredRecord[]> => {
  const groups = new Map<BatchEncoder, StoredRecord[]>();
  for (const raw of raws) {
    const stored = toStored(raw, prefix);
    const encoder = encoderFor(lostIn(raw.schema_version, stored.record));
    const group = groups.get(encoder);
    if (group === undefined) groups.set(encoder, [stored]);
    else group.push(stored);
  }
  return groups;
};

export type ReplayActivities = ReturnType<typeof createReplayActivities>;

const toStored = (raw: StoredRaw, prefix: string): StoredRecord => ({
  id: raw.record_key.slice(prefix.length),
  rawSeq: raw.raw_seq,
  rawHash: raw.raw_hash,
  record: JSON.parse(raw.raw) as Record<string, Json>,
});

/** One encoder for each set of lost fields. */
const remembered = (
  optionsOf: (lost: readonly string[]) => EncodeOptions,
): ((lost: readonly string[]) => BatchEncoder) => {
  const encoders = new Map<string, BatchEncoder>();
  return (lost) => {
    const signature = JSON.stringify(lost);
    const encoder = encoders.get(signature) ?? new BatchEncoder(optionsOf(lost));
    encoders.set(signature, encoder);
    return encoder;
  };
};

const prepare = (pool: Deps['pool'], input: ReplayInput): Promise<Replay> =>
  withTenant(pool, parseTenant(input.tenantId), async (transaction) => {
    const connection = await transaction.db
      .selectFrom('connections')
      .select('slug')
      .where('connection_id', '=', input.connectionId)
      .executeTakeFirst();
    const mappings = await activeMappings(transaction, input.connectionId, input.stream);
    const first = mappings[0];
    if (connection === undefined || first === undefined)
      throw new Fault('not_found', `${input.stream} has no active mapping`);
    const shape = await newestShape(transaction, input.connectionId, first.object);
    const lostIn = await lostInStored(transaction, input.connectionId, first.object, shape.lost);
    const prefix = recordKeyPrefix(connection.slug, input.stream);
    const parsed = mappings.map(({ document }) => parseMapping(document));
    return {
      prefix,
      schemaVersion: shape.version,
      lostIn,
      encoderFor: remembered((lost) => ({
        mappings: parsed,
        key: parsed[0]?.key ?? [],
        changeField: null,
        recordKeyPrefix: prefix,
        lost: new Set(lost),
        ledger: null,
      })),
      fence: {
        tenantId: transaction.tenantId,
        connectionId: input.connectionId,
        stream: input.stream,
        epoch: 0,
        mappingVersions: Object.fromEntries(mappings.map(({ entity, version }) => [entity, version])),
        severalEntities: true,
      },
    };
  });
