import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { loadConnector } from '../../connectors/registry.ts';
import { postgresSettings } from '../../demo/source-address.ts';
import { fingerprintSchema } from '../../domain/schema/render.ts';
import { createLogger } from '../../platform/logger.ts';
import { BenchPlatform, say } from '../bench-platform.ts';
import { perSecond, Report } from '../report.ts';
import { boundProgram } from '../shared-bench.ts';
import { fillSourceTable, sourceSchema } from '../source-table.ts';

const checks = 1_000;
const atOnce = 8;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Discovers a PostgreSQL source's schema a thousand times, eight at once over kept connections, and compares fingerprints:
 * what the observer does each minute for a thousand connections.
 */
export const measureSchemaChecks = async ({ turns }: { readonly turns: number }): Promise<void> => {
  const bench = await BenchPlatform.start();
  try {
    const source = await fillSourceTable(bench.databaseUrl, await bench.writeContactsFile(1000));
    const bound = boundProgram('drift.mjs');
    const seconds: number[] = [];
    const bounds: number[] = [];
    for (let turn = 0; turn <= turns; turn += 1) {
      const taken = await checkAll(source);
      const least = bound === null ? Number.NaN : leastOf(bound, source);
      // The first round compiles.
      if (turn > 0) seconds.push(taken);
      if (turn > 0 && bound !== null) bounds.push(least);
      say(`${checks} schema checks: ${taken.toFixed(2)} s, one query each: ${least.toFixed(2)} s`);
    }
    const report = new Report('seconds', 'checks/s at median');
    report.add(`${checks} schema checks, ${atOnce} kept connections`, seconds, perSecond(checks, seconds));
    if (bounds.length > 0) {
      report.add('bound: one catalogue query and a hash each', bounds, perSecond(checks, bounds));
      report.add(
        'paired ratio',
        seconds.map((value, turn) => value / (bounds[turn] ?? Number.NaN)),
      );
    }
    report.print();
  } finally {
    await bench.stop();
  }
};

const answered = z.object({ s: z.number() });

/** Seconds of as many checks that ask one query each and see less: no keys, no references, no comments. */
const leastOf = (program: string, source: string): number => {
  const words = [program, source, String(checks), 'pool', String(atOnce)];
  return answered.parse(JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' }))).s;
};

const checkAll = async (source: string): Promise<number> => {
  const module = await loadConnector('supabase');
  const { host } = new URL(source);
  const open = () =>
    module.open({
      ...postgresSettings(source, sourceSchema),
      tenantFolder: '',
      egressAllow: [host],
      logger: createLogger('bench', 'warn'),
      saveCredentials: () => Promise.resolve(),
    });
  const connectors = await Promise.all(Array.from({ length: atOnce }, open));
  try {
    const prints = connectors.map(async (connector) => fingerprintSchema(await connector.discover(), sha256));
    const [expected] = await Promise.all(prints);
    const begun = performance.now();
    let left = checks;
    await Promise.all(
      connectors.map(async (connector) => {
        while (left > 0) {
          left -= 1;
          if (fingerprintSchema(await connector.discover(), sha256) !== expected)
            throw new Error('the schema of an unchanged source has changed');
        }
      }),
    );
    return (performance.now() - begun) / 1000;
  } finally {
    await Promise.all(connectors.map((connector) => connector.close()));
  }
};
