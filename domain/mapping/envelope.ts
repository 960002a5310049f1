import { canonicalEntities } from '../canonical/canonical-entities.ts';
import type { Json } from '../json.ts';
import type { JsonBytes } from './json-bytes.ts';
import type { Entity } from './types.ts';

export interface EventBody {
  readonly op: 'upsert' | 'delete';
  readonly data: Readonly<Record<string, Json>>;
  readonly extras: Readonly<Record<string, Json>>;
  /** Names of the pending fields, sorted. */
  readonly pending: readonly string[];
}

/** Where the parts of an event's JSON begin and end in the buffer; keys are sorted by code unit. */
export interface EventPlaces {
  readonly data: number;
  readonly dataEnd: number;
  readonly extras: number;
  readonly extrasEnd: number;
}

const before = { data: '{"data":', extras: ',"extras":', op: ',"op":"', pending: '","pending":' } as const;

/**
 * Compiles the JSON of an entity's events: what is stored, and what tells a change from a repeat. `{data, extras, op, pending}`
 * as a whole is what the hash of the event covers. It is written to `into`, whose form must be storable: NUL and halves of
 * characters become U+FFFD, since PostgreSQL cannot read them back; the raw record keeps them.
 */
export const compileEventJson = (entity: Entity, into: JsonBytes): ((event: EventBody) => EventPlaces) => {
  const names = canonicalEntities[entity].fields.map(({ name }) => name).sort();
  const labels = names.map((name) => ({ name, label: into.label(name) }));
  return (event) => {
    into.text(before.data);
    const data = into.length;
    for (const { name, label } of labels) {
      const value = event.data[name];
      if (value === undefined) continue;
      into.copy(label);
      into.value(value);
    }
    into.closeObject(data);
    const dataEnd = into.length;
    into.text(before.extras);
    const extras = into.length;
    into.object(event.extras);
    const extrasEnd = into.length;
    into.text(before.op);
    into.text(event.op);
    into.text(before.pending);
    into.value(event.pending);
    into.text('}');
    return { data, dataEnd, extras, extrasEnd };
  };
};
