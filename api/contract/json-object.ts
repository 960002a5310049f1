import { z } from 'zod';
import type { Json } from '../../domain/json.ts';

type JsonObject = Record<string, Json>;

/** A JSON object whose members the API does not know beforehand. The type says what JSON text can hold, nothing more. */
export const jsonObject = z.record(z.string(), z.unknown()) as unknown as z.ZodType<JsonObject, JsonObject>;
