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
});

/** What the demo made up once for its tenant; holds secrets. */
export type DemoSettings = z.infer<typeof schema>;

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
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.next`, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.next`, file);
};

/** The demo's settings, made at the first call; readable by the owner alone. Throws `validation_failed` for a torn file. */
export const readDemoSettings = (file: string): DemoSettings => {
  if (!existsSync(file)) make(file);
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
