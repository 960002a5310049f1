/**
 * What crosses every boundary of the platform: plain JSON values.
 * A number that a double cannot hold exactly (numeric, int8, Decimal128) travels as a string;
 * its type stands in the source schema.
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A value of one row; `undefined` means that the document has no such path (which is not the same as null). */
export type Cell = Json | undefined;
