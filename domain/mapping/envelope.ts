import { canonicalEntities } from '../canonical/canonical-entities.ts';
import type { Json } from '../json.ts';
import { storableJson, storableString } from './canonical-json.ts';
import type { Entity } from './types.ts';

export interface EventBody {
  readonly op: 'upsert' | 'delete';
  readonly data: Readonly<Record<string, Json>>;
  readonly extras: Readonly<Record<string, Json>>;
  /** Names of the pending fields, sorted. */
  readonly pending: readonly string[];
}

export interface EventText {
  /** JSON text of `data`, keys sorted by code unit. */
  readonly data: string;
  /** JSON text of `extras`, keys sorted by code unit. */
  readonly extras: string;
  /** What the hash of the event covers: `{op, data, extras, pending}` as JSON text. */
  readonly hashed: string;
}

/**
 * Compiles the JSON texts of an entity's events: what is stored, and what tells a change from a repeat. NUL and halves of
 * characters become U+FFFD, since PostgreSQL cannot read them back; the raw record keeps them.
 */
export const compileEventText = (entity: Entity): ((event: EventBody) => EventText) => {
  const names = canonicalEntities[entity].fields.map(({ name }) => name).sort();
  const labels = names.map((name) => ({ name, label: `${storableString(name)}:` }));
  return ({ op, data, extras, pending }) => {
    let members = '{';
    for (const { name, label } of labels) {
      const value = data[name];
      if (value === undefined) continue;
      if (members.length > 1) members += ',';
      members += label + (typeof value === 'string' ? storableString(value) : storableJson(value));
    }
    const dataText = `${members}}`;
    const extrasText = storableJson(extras);
    const pendingText = pending.length === 0 ? '[]' : storableJson(pending);
    const hashed = `{"data":${dataText},"extras":${extrasText},"op":"${op}","pending":${pendingText}}`;
    return { data: dataText, extras: extrasText, hashed };
  };
};
