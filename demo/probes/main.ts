/** `npm run probe -- ingest_seed|drift_supabase|drift_mongo|drift_salesforce|drift_filesource|e2e_revops_probe` against what runs. */
import { connect } from '../../cli/sign-in.ts';
import { probeDrift } from './drift.ts';
import { probeRevops } from './e2e-revops.ts';
import { probeIngest } from './ingest-seed.ts';
import type { Probe } from './probe.ts';

const probes: Readonly<Record<string, Probe>> = {
  ingest_seed: probeIngest,
  drift_supabase: probeDrift('supabase'),
  drift_mongo: probeDrift('mongo'),
  drift_salesforce: probeDrift('salesforce'),
  drift_filesource: probeDrift('filesource'),
  e2e_revops_probe: probeRevops,
};

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const run = async (name: string | undefined): Promise<void> => {
  const probe = name === undefined ? undefined : probes[name];
  if (probe === undefined) {
    say(`usage: npm run probe -- ${Object.keys(probes).join('|')}`);
    process.exitCode = 2;
    return;
  }
  const failures = await probe(connect(), say);
  for (const failure of failures) say(`FAILED: ${failure}`);
  process.stdout.write(`${JSON.stringify({ probe: name, ok: failures.length === 0, failures })}\n`);
  process.exitCode = failures.length === 0 ? 0 : 1;
};

try {
  await run(process.argv[2]);
} catch (error) {
  say(`FAILED: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
