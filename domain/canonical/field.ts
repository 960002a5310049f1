/** The language in which the canonical model is written: plain data, from which checks, zod schemas and docs derive. */
import type { Entity } from '../mapping/types.ts';

/** `decimal` is a decimal string, `date` is `YYYY-MM-DD`, `timestamp` is ISO 8601 in UTC, `json` any JSON value. */
export type CanonicalType = 'text' | 'decimal' | 'integer' | 'boolean' | 'date' | 'timestamp' | 'json';

/** What a text means beyond being text; the check of a canonical value enforces it. */
export type CanonicalFormat = 'email' | 'domain' | 'url' | 'phone' | 'country' | 'currency';

export interface CanonicalField {
  readonly name: string;
  readonly type: CanonicalType;
  readonly description: string;
  /** Where the meaning is defined: a standard and its version, or this model. */
  readonly source: string;
  readonly format: CanonicalFormat | null;
  /** Unit of a number (`persons`, `ratio`, `years`), or null. */
  readonly unit: string | null;
  /** For money: the field of the same record that holds its ISO 4217 currency. */
  readonly money: string | null;
  /** Longest text that is taken, in UTF-16 units. */
  readonly maxLength: number;
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** Values that are known and compared across sources; others are taken as they are. */
  readonly knownValues: readonly string[];
  /** The entity whose source record id this field holds. */
  readonly references: Entity | null;
  /** Values tell one real thing from another: unification blocks and compares on it. */
  readonly identity: boolean;
}

export interface CanonicalEntity {
  readonly name: Entity;
  readonly title: string;
  readonly description: string;
  readonly source: string;
  /** In the order in which an event holds them. */
  readonly fields: readonly CanonicalField[];
  /** Groups of alternatives: a mapping maps at least one of each; a group of one is required of every record. */
  readonly required: readonly (readonly string[])[];
  /** Other names that a mapping may use. */
  readonly aliases: Readonly<Record<string, string>>;
}

type Facts = Partial<Omit<CanonicalField, 'name' | 'type' | 'description'>>;

const plain: Omit<CanonicalField, 'name' | 'type' | 'description'> = {
  source: 'AutonomOS canonical model',
  format: null,
  unit: null,
  money: null,
  maxLength: 1_024,
  minimum: null,
  maximum: null,
  knownValues: [],
  references: null,
  identity: false,
};

/** A field with the model's ordinary facts, and those that differ. */
export const field = (
  name: string,
  type: CanonicalType,
  description: string,
  facts: Facts = {},
): CanonicalField => ({ name, type, description, ...plain, ...facts });

/** Street, city, state, postal code and country under one prefix. */
export const addressFields = (prefix: string, noun: string): readonly CanonicalField[] => [
  field(
    `${prefix}_street`,
    'text',
    `Street and number of the ${noun} address; lines are separated by a line feed.`,
  ),
  field(`${prefix}_city`, 'text', `City of the ${noun} address.`),
  field(`${prefix}_state`, 'text', `State, province or region of the ${noun} address.`),
  field(`${prefix}_postal_code`, 'text', `Postal code of the ${noun} address, as written in its country.`, {
    maxLength: 64,
  }),
  field(`${prefix}_country`, 'text', `Country of the ${noun} address.`, {
    format: 'country',
    source: 'ISO 3166-1 alpha-2',
  }),
];

/** When the record was created and last changed in its source. */
export const sourceTimes = (noun: string): readonly CanonicalField[] => [
  field('created_at', 'timestamp', `When the ${noun} was created in its source.`, {
    source: 'ISO 8601, UTC',
  }),
  field('updated_at', 'timestamp', `When the ${noun} last changed in its source; the freshest value wins.`, {
    source: 'ISO 8601, UTC',
  }),
];
