import type { z } from 'zod';
import { catalogue } from '../../../connectors/catalogue.ts';
import type { ConnectorDescription } from '../../../connectors/catalogue.ts';
import { Fault } from '../../../domain/faults.ts';
import type { Json } from '../../../domain/json.ts';
import type { System } from '../../../domain/states/connection.ts';
import type { Config } from '../../../platform/config.ts';

type Settings = Readonly<Record<string, Json>>;

/** The system's entry in the catalogue. Throws `validation_failed` for a system that cannot be connected. */
export const describeSystem = (system: System): ConnectorDescription => {
  const description = catalogue[system];
  if (description === undefined) {
    throw refused('/system', 'unsupported', `Choose one of ${Object.keys(catalogue).join(', ')}`);
  }
  return description;
};

const refused = (pointer: string, code: string, message: string): Fault =>
  new Fault('validation_failed', 'Correct the body as `errors` says', {
    errors: [{ pointer, code, message }],
  });

/** The messages of zod name types and rules, never the value given, so that a secret in a wrong place is not repeated. */
const parsed = (schema: z.ZodType, value: unknown, part: 'config' | 'credentials'): Settings => {
  const result = schema.safeParse(value);
  if (result.success) return result.data as Settings;
  const errors = result.error.issues.flatMap((issue) => {
    const names = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
    return names.map((name) => ({
      pointer: ['', part, ...issue.path.map(String), ...(name === undefined ? [] : [name])].join('/'),
      code: name === undefined ? issue.code : 'unknown_field',
      message: name === undefined ? issue.message : 'There is no such field; remove it or correct its name',
    }));
  });
  throw new Fault('validation_failed', `Correct the ${part} as \`errors\` says`, { errors });
};

/** Checks a configuration by the system's schema and fills in its defaults. Throws `validation_failed`. */
export const checkConfig = (
  system: System,
  config: unknown,
  { NODE_ENV }: Pick<Config, 'NODE_ENV'>,
): Settings => {
  const checked = parsed(describeSystem(system).configSchema, config, 'config');
  if (checked['testSource'] === true && NODE_ENV === 'production') {
    throw refused('/config/testSource', 'test_only', 'Test sources are for the demo and tests; leave it out');
  }
  return checked;
};

/** Checks credentials by the system's schema. Throws `validation_failed`; its errors never repeat a value. */
export const checkCredentials = (system: System, credentials: unknown): Settings =>
  parsed(describeSystem(system).credentialsSchema, credentials, 'credentials');

/** Whether a connection may exist without credentials: the system needs none, or the user's consent brings them. */
export const mayLackCredentials = (system: System): boolean => {
  const { oauth, credentialsSchema } = describeSystem(system);
  return oauth !== undefined || credentialsSchema.safeParse({}).success;
};
