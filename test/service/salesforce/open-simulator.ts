import type { Json } from '../../../domain/json.ts';
import type { SourceObject } from '../../../domain/schema/types.ts';
import type { Connector, ReadRequest, RowBatch, TestSource } from '../../../connectors/contract.ts';
import { connector } from '../../../connectors/salesforce/index.ts';
import { createLogger } from '../../../platform/logger.ts';
import { startSalesforceSimulator } from '../../../demo/simulators/salesforce/server.ts';
import type { SalesforceSimulator, SimulatorOptions } from '../../../demo/simulators/salesforce/server.ts';

export interface OpenedOrg {
  readonly simulator: SalesforceSimulator;
  readonly source: Connector & Partial<TestSource>;
  /** What the connector handed out to be stored, in order. */
  readonly saved: Readonly<Record<string, Json>>[];
  readonly account: () => Promise<SourceObject>;
  readonly close: () => Promise<void>;
}

export const openWith = (
  simulator: SalesforceSimulator,
  credentials: Readonly<Record<string, Json>>,
  saved: Readonly<Record<string, Json>>[] = [],
  config: Readonly<Record<string, Json>> = {},
): Promise<Connector & Partial<TestSource>> =>
  connector.open({
    config: { loginUrl: simulator.url, objects: ['Account'], timeoutSeconds: 5, ...config },
    credentials,
    tenantFolder: '',
    egressAllow: [simulator.host],
    logger: createLogger('test', 'silent'),
    saveCredentials: (credentialsToSave) => {
      saved.push(credentialsToSave);
      return Promise.resolve();
    },
  });

/** A simulator and a connection to it with a refresh token. */
export const openOrg = async (
  options: SimulatorOptions = {},
  config: Readonly<Record<string, Json>> = {},
): Promise<OpenedOrg> => {
  const simulator = await startSalesforceSimulator(options);
  const saved: Readonly<Record<string, Json>>[] = [];
  const { id: clientId } = simulator.client;
  const credentials = { grant: 'refresh_token', clientId, refreshToken: simulator.issueRefreshToken() };
  const source = await openWith(simulator, credentials, saved, config);
  return {
    simulator,
    source,
    saved,
    account: async () => (await source.discover()).objects.find(({ name }) => name === 'Account')!,
    close: async () => {
      await source.close();
      await simulator.close();
    },
  };
};

/** `count` accounts, a minute apart, the last one `newest`. */
export const manyAccounts = (count: number, newest: number): Record<string, Json>[] =>
  Array.from({ length: count }, (_unused, at) => ({
    Id: `001AB${String(at).padStart(10, '0')}`,
    Name: `Account ${at}`,
    AnnualRevenue: at / 4,
    SystemModstamp: new Date(newest - (count - 1 - at) * 60_000).toISOString(),
  }));

export const requestOf = (object: SourceObject, more: Partial<ReadRequest> = {}): ReadRequest => ({
  object,
  key: ['Id'],
  mode: 'full',
  changeField: null,
  since: null,
  resume: null,
  batchRows: 500,
  batchBytes: 10_000_000,
  signal: new AbortController().signal,
  ...more,
});

export const namesOf = (batches: readonly RowBatch[]): string[] =>
  batches.flatMap(({ columns, rows }) => rows.map((cells) => cells[columns.indexOf('Name')] as string));
