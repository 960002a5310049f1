import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPortFree } from '../platform/servers/free-port.ts';
import { startSalesforceSimulator } from './simulators/salesforce/server.ts';
import type { DemoSettings } from './settings-file.ts';
import type { DemoSalesforce } from './source-context.ts';

/** The user's own org, when SALESFORCE_LOGIN_URL, _CLIENT_ID and _CLIENT_SECRET (and _REFRESH_TOKEN, if any) name one. */
const givenOrg = (environment: Readonly<NodeJS.ProcessEnv>): DemoSalesforce | null => {
  const url = environment['SALESFORCE_LOGIN_URL'] ?? '';
  const clientId = environment['SALESFORCE_CLIENT_ID'] ?? '';
  const clientSecret = environment['SALESFORCE_CLIENT_SECRET'] ?? '';
  const refreshToken = environment['SALESFORCE_REFRESH_TOKEN'] ?? '';
  if (url === '' || clientId === '' || clientSecret === '') return null;
  const grant =
    refreshToken === '' ? { grant: 'client_credentials' } : { grant: 'refresh_token', refreshToken };
  return {
    url,
    credentials: { ...grant, clientId, clientSecret },
    load: null,
    stop: () => Promise.resolve(),
  };
};

/** The former port where it is free, so that a connection's address lasts. */
const formerPort = async (file: string): Promise<number> => {
  try {
    const port = Number(readFileSync(file, 'utf8'));
    return port > 0 && (await isPortFree(port)) ? port : 0;
  } catch {
    return 0;
  }
};

/** Starts the simulated org `name` with its data in `folder`, unless the environment names a real one. */
export const startSalesforce = async (
  folder: string,
  name: string,
  { salesforceClient }: DemoSettings,
  environment: Readonly<NodeJS.ProcessEnv>,
): Promise<DemoSalesforce> => {
  const given = givenOrg(environment);
  if (given !== null) return given;
  mkdirSync(folder, { recursive: true });
  const portFile = join(folder, `${name}.port`);
  const simulator = await startSalesforceSimulator({
    port: await formerPort(portFile),
    dataFile: join(folder, `${name}.json`),
    seed: name,
    client: salesforceClient,
  });
  writeFileSync(portFile, new URL(simulator.url).port);
  return {
    url: simulator.url,
    credentials: {
      grant: 'client_credentials',
      clientId: salesforceClient.id,
      clientSecret: salesforceClient.secret,
    },
    load: (sobject, records) => simulator.loadRecords(sobject, records),
    stop: () => simulator.close(),
  };
};
