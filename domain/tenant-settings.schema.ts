import { z } from 'zod';
import type { Json } from './json.ts';

const perMinute = z.int().min(1).max(1_000_000);

/** What may be settled for one tenant, besides what holds for the installation. */
export const tenantSettings = z.strictObject({
  rate_writes_per_minute: perMinute.describe('Mutations a minute'),
  rate_reads_per_minute: perMinute.describe('Reads a minute by programs'),
  llm_model: z.string().min(1).max(200).describe('Language model, as LLM_MODELS names it'),
  llm_tokens_per_day: z.int().min(0).describe('Tokens of language models a day (UTC)'),
});

export type TenantSettings = Partial<z.output<typeof tenantSettings>>;

/** What of a stored object settles something; whatever does not fit counts as not settled. */
export const readTenantSettings = (stored: Readonly<Record<string, Json>>): TenantSettings =>
  Object.fromEntries(
    Object.entries(tenantSettings.shape).flatMap(([name, schema]) => {
      const { success, data } = schema.safeParse(stored[name]);
      return success ? [[name, data]] : [];
    }),
  );
