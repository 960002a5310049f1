import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { Fault } from '../domain/faults.ts';

const schema = z.object({
  tenantName: z.string(),
  email: z.email(),
  password: z.string().min(12),
  /** The simulated org's connected app. */
  salesforceClient: z.object({ id: z.string(), secret: z.string() }),
  /** Whose data the last demo was on. */
  realFiles: z.boolean().optional(),
});

/** What the demo made up once for its tenant; holds secrets. */
export type DemoSettings = z.infer<typeof schema>;

const write = (file: string, settings: DemoSettings): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.next`, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.next`, file);
};

const make = (file: string): void => {
  const settings: DemoSettings = {
    tenantName: 'AutonomOS demo',
    email: `demo-${randomBytes(4).toString('hex')}@autonomos.example`,
    password: randomBytes(12).toString('base64url'),
    salesforceClient: {
      id: `demo-${randomBytes(8).toString('hex')}`,
      secret: randomBytes(32).toString('hex'),
    },
  };
  write(file, settings);
};

/** Real files are of other companies than the generated data: they get a tenant of their own, with the same password. */
const tenantOf = (settings: DemoSettings): DemoSettings =>
  settings.realFiles === true
    ? { ...settings, tenantName: `${settings.tenantName}, real files`, email: `files-${settings.email}` }
    : settings;

/**
 * The demo's settings, made at the first call; readable by the owner alone. They name the tenant of the generated data or that
 * of the real files: the one asked for, or that of the last demo. Throws `validation_failed` for a torn file.
 */
export const readDemoSettings = (file: string, realFiles?: boolean): DemoSettings => {
  if (!existsSync(file)) make(file);
  const settings = read(file);
  return tenantOf(realFiles === undefined ? settings : { ...settings, realFiles });
};

/** Notes whose data the demo is on, for commands beside it and after it. */
export const noteDemoData = (file: string, realFiles: boolean): void => {
  write(file, { ...read(file), realFiles });
};

const read = (file: string): DemoSettings => {
  chmodSync(file, 0o600);
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new Fault(
      'validation_failed',
      `${file} cannot be read: restore it, or delete it for a new demo tenant`,
      {
        cause,
      },
    );
  }
};
