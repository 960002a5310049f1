import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { Fault } from '../domain/faults.ts';

const names = ['JWT_SECRET', 'ENCRYPTION_KEY', 'DATABASE_ROLES_KEY'] as const;
const fileSchema = z.object({
  JWT_SECRET: z.string().min(32),
  ENCRYPTION_KEY: z.string().min(32),
  DATABASE_ROLES_KEY: z.string().min(32),
});

export interface SecretVariables extends z.infer<typeof fileSchema> {
  /** `true` when at least one was generated: production refuses those. */
  readonly SECRETS_GENERATED: 'true' | 'false';
}

/**
 * The platform's secrets: from the environment, else from `file`, where they are generated at first (readable by the owner
 * alone). Throws `validation_failed` in production when one is not in the environment, or when the file is torn: new keys
 * could not open what the old ones sealed.
 */
export const readSecrets = (file: string, environment: Readonly<NodeJS.ProcessEnv>): SecretVariables => {
  const given = Object.fromEntries(
    names.map((name) => [name, environment[name] ?? '']).filter(([, value]) => value !== ''),
  ) as Partial<Record<(typeof names)[number], string>>;
  const missing = names.filter((name) => given[name] === undefined);
  const complete = fileSchema.safeParse(given);
  if (complete.success) return { ...complete.data, SECRETS_GENERATED: 'false' };
  if (environment['NODE_ENV'] === 'production' || missing.length === 0)
    throw new Fault(
      'validation_failed',
      `${(missing.length === 0 ? names : missing).join(', ')}: set each to a secret of at least 32 characters (openssl rand -base64 48)`,
    );
  return { ...readOrMake(file), ...given, SECRETS_GENERATED: 'true' };
};

const readOrMake = (file: string): z.infer<typeof fileSchema> => {
  if (!existsSync(file)) make(file);
  chmodSync(file, 0o600);
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new Fault(
      'validation_failed',
      `${file} cannot be read: restore it, or move .autonomos away to begin anew`,
      { cause },
    );
  }
};

const make = (file: string): void => {
  const made = Object.fromEntries(names.map((name) => [name, randomBytes(48).toString('base64url')]));
  mkdirSync(dirname(file), { recursive: true });
  const next = `${file}.next`;
  writeFileSync(next, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  renameSync(next, file);
};
