import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSecrets } from '../../../cli/secrets-file.ts';

describe('the secrets of an installation', () => {
  let folder: string;
  let file: string;
  const own = 'o'.repeat(32);
  const all = { JWT_SECRET: own, ENCRYPTION_KEY: own, DATABASE_ROLES_KEY: own };
  const environment = (more: Record<string, string> = {}): NodeJS.ProcessEnv => ({
    NODE_ENV: 'test',
    ...more,
  });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'secrets-'));
    file = join(folder, 'below', 'secrets.json');
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('are generated once, each different and long, for their owner alone', () => {
    const first = readSecrets(file, environment());
    const { JWT_SECRET, ENCRYPTION_KEY, DATABASE_ROLES_KEY } = first;
    expect(new Set([JWT_SECRET, ENCRYPTION_KEY, DATABASE_ROLES_KEY]).size).toBe(3);
    expect(JWT_SECRET.length).toBeGreaterThanOrEqual(32);
    expect(first.SECRETS_GENERATED).toBe('true');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readSecrets(file, environment())).toEqual(first);
  });

  it('of the environment win, and none is generated when all are given', () => {
    expect(readSecrets(file, environment(all))).toEqual({ ...all, SECRETS_GENERATED: 'false' });
    expect(existsSync(file)).toBe(false);
    const mixed = readSecrets(file, environment({ JWT_SECRET: own }));
    expect(mixed).toMatchObject({ JWT_SECRET: own, SECRETS_GENERATED: 'true' });
  });

  it('are never generated in production, which is told what to set', () => {
    const production = { NODE_ENV: 'production' as const, JWT_SECRET: own };
    expect(() => readSecrets(file, production)).toThrow(/^ENCRYPTION_KEY, DATABASE_ROLES_KEY: set each/);
    expect(existsSync(file)).toBe(false);
  });

  it('that are too short are refused without being repeated', () => {
    const short = environment({ ...all, JWT_SECRET: 'tooshort' });
    expect(() => readSecrets(file, short)).toThrow('at least 32 characters');
    expect(() => readSecrets(file, short)).not.toThrow('tooshort');
  });

  it('are not replaced when their file is torn, for new keys could not open what the old ones sealed', () => {
    readSecrets(file, environment());
    writeFileSync(file, '{"JWT_SECRET":');
    expect(() => readSecrets(file, environment())).toThrow('cannot be read');
  });

  it('are closed to others again when somebody opened the file', () => {
    readSecrets(file, environment());
    chmodSync(file, 0o644);
    readSecrets(file, environment());
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});
