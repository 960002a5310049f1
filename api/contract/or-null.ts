import { z } from 'zod';

/** A named schema, or null. `.nullable()` would make the named schema itself nullable in the OpenAPI document. */
export const orNull = <T extends z.ZodType>(schema: T) => z.union([schema, z.null()]);
