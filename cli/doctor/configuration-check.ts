import { readConfig } from '../../platform/config.ts';
import { installation } from '../installation.ts';
import { readSecrets } from '../secrets-file.ts';
import { causeOf, fail, ok } from './check.ts';
import type { Check } from './check.ts';

/** Whether API and worker would accept this environment, with what `autonomos up` adds to it. Makes no secrets. */
export const checkConfiguration = (environment: Readonly<NodeJS.ProcessEnv>): Check => {
  try {
    const isProduction = environment['NODE_ENV'] === 'production';
    const secrets = isProduction ? readSecrets(installation.secretsFile, environment) : placeholders;
    readConfig({
      DATABASE_URL: 'postgres://127.0.0.1/autonomos',
      TEMPORAL_ADDRESS: '127.0.0.1:7233',
      ...secrets,
      // As .env.example has them, empty ones are left open.
      ...Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== '')),
    });
    return ok('environment', isProduction ? 'complete for production' : 'accepted');
  } catch (error) {
    const lines = error instanceof Error ? error.message.split('\n').slice(1) : [];
    const cause = lines.length > 0 ? lines.map((line) => line.trim()).join('; ') : causeOf(error);
    return fail('environment', cause, 'edit .env, see .env.example');
  }
};

const placeholders = Object.fromEntries(
  ['JWT_SECRET', 'ENCRYPTION_KEY', 'DATABASE_ROLES_KEY'].map((name) => [name, 'x'.repeat(32)]),
);
