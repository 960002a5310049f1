import Table from 'cli-table3';
import type { Command } from 'commander';
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { agentsJson, agentsText, showAgents } from '../../demo/agents.ts';
import { connectJson, connectText, showConnect } from '../../demo/connect.ts';
import { fillGenerated } from '../../demo/fill-generated.ts';
import { fillReal } from '../../demo/fill-real.ts';
import { runDemo } from '../../demo/run-demo.ts';
import type { DemoOutcome } from '../../demo/run-demo.ts';
import { ensureDatabase } from '../../demo/seed/seed-postgres.ts';
import { noteDemoData, readDemoSettings } from '../../demo/settings-file.ts';
import type { DemoSettings } from '../../demo/settings-file.ts';
import { egressPair } from '../../demo/source-address.ts';
import type { DemoSalesforce } from '../../demo/source-context.ts';
import { startSalesforce } from '../../demo/start-salesforce.ts';
import { everythingWorked, summaryJson, summaryTable } from '../../demo/summary.ts';
import { Fault } from '../../domain/faults.ts';
import type { Servers } from '../../platform/servers/start-all.ts';
import { bringUp } from '../bring-up.ts';
import type { Platform } from '../bring-up.ts';
import { showDrift, startDriftDemo } from '../demo-drift.ts';
import type { DriftDemo } from '../demo-drift.ts';
import { exitCodes } from '../exit-code.ts';
import { installation } from '../installation.ts';
import { prepareHome } from '../prepare-home.ts';
import { demoFile, forgetDemoSession } from '../sign-in.ts';
import { terminalOf } from '../terminal.ts';
import type { Terminal } from '../terminal.ts';
import { aborted, orInterrupted, untilInterrupted } from '../until-interrupted.ts';

interface DemoOptions {
  readonly once?: boolean;
  readonly data?: string;
  readonly drift?: boolean;
  readonly driftSeconds?: string;
  readonly driftRate?: string;
}

/** `autonomos demo`: the whole platform with a tenant, four sources and their data, in one command. */
export const registerDemo = (program: Command): void => {
  program
    .command('demo')
    .description('bring everything up, connect four sources, ingest them and tell what came of it')
    .option('--once', 'end after the summary; exit code 0 only if every step succeeded')
    .option('--data <folder>', 'take real files of this folder instead of the generated data set')
    .option(
      '--drift',
      'then change four sources while they are written to, repair them and compare row by row',
    )
    .option(
      '--drift-seconds <n>',
      'with --drift: write for so long before and after the change (default: 10)',
    )
    .option('--drift-rate <n>', 'with --drift: rows a second written to each source (default: 200)')
    .action(async (options: DemoOptions, command: Command) => {
      const terminal = terminalOf(command);
      process.exitCode = await untilInterrupted((interruption) => demo(options, terminal, interruption));
    });
};

const filesRoot = (): string => resolve(process.env['FILESOURCE_ROOT'] || join(installation.folder, 'files'));

/** The demo repairs what is sure by itself, unless somebody says otherwise. */
const autofix = (): string => process.env['FEATURE_DRIFT_AUTOFIX'] || 'true';

const demo = async (options: DemoOptions, terminal: Terminal, interruption: AbortSignal): Promise<number> => {
  const data = options.data === undefined ? undefined : resolve(options.data);
  if (data !== undefined && statSync(data, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new Fault('not_found', `--data ${data}: there is no such folder`);
  prepareHome(installation.folder);
  const settings = readDemoSettings(demoFile, data !== undefined);
  const name = data === undefined ? 'salesforce' : 'salesforce-data';
  const salesforce = await startSalesforce(join(installation.folder, 'demo'), name, settings, process.env);
  const drift = options.drift === true ? await startDriftDemo(options, settings) : undefined;
  try {
    return await withSalesforce(
      { data, once: options.once === true, settings, salesforce, drift },
      terminal,
      interruption,
    );
  } finally {
    await drift?.simulator.close();
    await salesforce.stop();
  }
};

interface DemoStart {
  readonly data: string | undefined;
  readonly once: boolean;
  readonly settings: DemoSettings;
  readonly salesforce: DemoSalesforce;
  readonly drift: DriftDemo | undefined;
}

const withSalesforce = async (
  start: DemoStart,
  terminal: Terminal,
  interruption: AbortSignal,
): Promise<number> => {
  const given = process.env['SUPABASE_DB_URL'] ?? '';
  let postgresUrl = given;
  const extend = async (servers: Servers): Promise<Record<string, string>> => {
    if (given === '') postgresUrl = await ensureDatabase(servers.postgres.url, 'autonomos_source');
    return { EGRESS_ALLOW: egressOf(postgresUrl, servers, start).join(',') };
  };
  const environment = {
    ...process.env,
    FEATURE_DRIFT_AUTOFIX: autofix(),
    FILESOURCE_ROOT: filesRoot(),
  };
  const starting = bringUp({ environment, onProgress: terminal.progress, mongodb: true, extend });
  const platform = await orInterrupted(starting, interruption);
  try {
    noteDemoData(demoFile, start.data !== undefined);
    forgetDemoSession();
    const work = runDemo({
      apiUrl: platform.apiUrl,
      settings: start.settings,
      filesRoot: filesRoot(),
      sources: { postgresUrl, mongodbUrl: platform.servers.mongodb?.url ?? '', salesforce: start.salesforce },
      fill: start.data === undefined ? fillGenerated : fillReal(start.data),
      onProgress: terminal.progress,
    });
    const orBroken = <T>(doing: Promise<T>): Promise<T> =>
      orInterrupted(Promise.race([doing, platform.broken.then(fail)]), interruption);
    const outcome = await orBroken(work);
    terminal.progress('Connecting what was read');
    const connected = await orBroken(showConnect(outcome.api, outcome.overlaps, terminal.progress));
    // An org of one's own is read and never written to.
    const mayWrite = start.salesforce.load !== null;
    const agents = await orBroken(showAgents(outcome.api, { mayWrite, onProgress: terminal.progress }));
    const place = { platform, outcome, settings: start.settings, postgresUrl, filesRoot: filesRoot() };
    const drifted =
      start.drift === undefined ? undefined : await orBroken(showDrift(start.drift, place, terminal));
    terminal.result(
      [
        summaryTable(outcome.sources),
        ...outcome.notes,
        connectText(connected),
        agentsText(agents),
        ...(drifted === undefined ? [] : [drifted.text]),
        addressTable(platform, start.settings),
      ].join('\n'),
      {
        ...answer(outcome, platform),
        golden: connectJson(connected),
        agents: agentsJson(agents),
        ...(drifted === undefined ? {} : { drift: drifted.json }),
      },
    );
    const worked =
      everythingWorked(outcome.sources) &&
      connected.failures.length === 0 &&
      agents.failures.length === 0 &&
      drifted?.kept !== false;
    if (!start.once) await stay(platform, terminal, interruption);
    return worked && start.once ? exitCodes.ok : exitCodes.failed;
  } finally {
    terminal.progress('Stopping …');
    await platform.stop();
  }
};

const egressOf = (
  postgresUrl: string,
  servers: Servers,
  { salesforce: { url }, drift }: DemoStart,
): string[] => [
  ...(process.env['EGRESS_ALLOW'] ?? '').split(',').filter((pair) => pair.trim() !== ''),
  egressPair(postgresUrl, 5432),
  ...(servers.mongodb === null ? [] : [egressPair(servers.mongodb.url, 27017)]),
  egressPair(url, url.startsWith('https:') ? 443 : 80),
  ...(drift === undefined ? [] : [drift.simulator.host]),
];

const stay = async (platform: Platform, terminal: Terminal, interruption: AbortSignal): Promise<void> => {
  terminal.progress('Ctrl-C stops everything.');
  const broken = await Promise.race([platform.broken, aborted(interruption)]);
  if (broken !== undefined) terminal.progress(broken);
};

const fail = (sentence: string): never => {
  throw new Fault('internal', sentence);
};

const addressTable = ({ addresses }: Platform, { email, password }: DemoSettings): string => {
  const table = new Table({ style: { head: [], border: [] } });
  table.push(...Object.entries(addresses), ['login', email], ['password', password]);
  return table.toString();
};

const answer = ({ sources, notes }: DemoOutcome, { addresses }: Platform) => {
  const summary = summaryJson(sources);
  return { summary, notes: [...notes], addresses };
};
