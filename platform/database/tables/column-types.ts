import type { ColumnType } from 'kysely';
import type { Json } from '../../../domain/json.ts';

/** jsonb: goes in as text. */
export type Jsonb<T = Json> = ColumnType<T, string, string>;
/** A time that the database sets where none is given. */
export type Now = ColumnType<Date, Date | string | undefined, Date | string>;
export type Time = ColumnType<Date, Date | string, Date | string>;
export type MaybeTime = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
export type Maybe<T> = ColumnType<T | null, T | null | undefined, T | null>;
