import type { Json } from '../../domain/json.ts';
import type { SeedObject } from '../../connectors/contract.ts';
import { connector } from '../../connectors/salesforce/index.ts';
import { startSalesforceSimulator } from '../../demo/simulators/salesforce/server.ts';
import { conformsTo } from './conforms-to.ts';
import type { SourceUnderTest } from './conforms-to.ts';

const field = (name: string, type: 'string' | 'decimal' | 'integer' | 'enum' | 'date') => ({
  name,
  type,
  nullable: true,
});

/** 70 accounts and the contacts of some; references are written as the keys of the rows they mean. */
const accounts: SeedObject = {
  object: {
    name: 'Account',
    kind: 'sobject',
    fields: [
      field('External_Key__c', 'string'),
      field('Name', 'string'),
      field('Industry', 'enum'),
      field('AnnualRevenue', 'decimal'),
      field('NumberOfEmployees', 'integer'),
      field('Description', 'string'),
    ],
    key: ['External_Key__c'],
    changeFields: [],
    access: 'granted',
  },
  rows: Array.from({ length: 70 }, (_unused, at) => [
    `A-${at}`,
    `Café "${at}" O'Brien \\ Ltd`,
    at % 3 === 0 ? null : 'Banking',
    at % 5 === 0 ? null : `${at * 1000}.25`,
    at,
    'several\nlines'.repeat(at % 4),
  ]),
};

const contacts: SeedObject = {
  object: {
    ...accounts.object,
    name: 'Contact',
    fields: [field('External_Key__c', 'string'), field('LastName', 'string'), field('AccountId', 'string')],
  },
  rows: [
    ['C-1', 'Ångström', 'A-1'],
    ['C-2', 'Gonzalez', 'A-2'],
  ],
};

/** A local address that nothing listens on: the port of a server that is gone. */
const deadPort = async (): Promise<string> => {
  const gone = await startSalesforceSimulator();
  await gone.close();
  return gone.host;
};

const makeSource = async (): Promise<SourceUnderTest> => {
  const simulator = await startSalesforceSimulator({ rotateRefreshTokens: true });
  const refreshToken = simulator.issueRefreshToken();
  // Signed in already, as a connection in use is; the rotated token is kept for whoever opens next.
  const stored: { credentials: Record<string, Json> } = {
    credentials: {
      grant: 'refresh_token',
      clientId: simulator.client.id,
      clientSecret: simulator.client.secret,
      refreshToken,
    },
  };
  const base = {
    config: { loginUrl: simulator.url },
    tenantFolder: '',
    egressAllow: [simulator.host],
    saveCredentials: (credentials: Readonly<Record<string, Json>>) => {
      stored.credentials = { ...credentials };
      return Promise.resolve();
    },
  };
  const dead = await deadPort();
  const wrong = { ...stored.credentials, refreshToken: 'wrong-refresh-token-of-the-test' };
  return {
    module: connector,
    open: {
      ...base,
      get credentials() {
        return stored.credentials;
      },
    },
    seed: [accounts, contacts],
    prepare: (opened) =>
      opened.mutate?.({
        kind: 'backdate',
        object: 'Account',
        arguments: { newest: new Date(Date.now() - 2 * 3600_000).toISOString(), secondsApart: 90 },
      }) ?? Promise.resolve(),
    object: 'Account',
    key: ['Id'],
    incremental: {
      changeField: 'SystemModstamp',
      touch: async (opened, key) => {
        const { objects } = await opened.discover();
        await opened.update(
          objects.find(({ name }) => name === 'Account')!,
          key,
          { Site: 'touched' },
        );
      },
      reportsDeletions: true,
    },
    write: {
      create: {
        Name: 'New & "quoted"',
        AnnualRevenue: '1234567.89',
        NumberOfEmployees: 12,
        Industry: 'Energy',
      },
      change: { AnnualRevenue: null, Phone: '+41 44 000 00 00' },
      missing: ['001000000000000AAA'],
    },
    drifts: [
      {
        title: 'add',
        mutation: {
          kind: 'add_column',
          object: 'Account',
          arguments: { name: 'Segment__c', type: 'string' },
        },
        before: null,
        after: 'Segment__c',
      },
      {
        title: 'rename',
        mutation: {
          kind: 'rename_column',
          object: 'Account',
          arguments: { from: 'Segment__c', to: 'Tier__c' },
        },
        before: 'Segment__c',
        after: 'Tier__c',
      },
      {
        title: 'retype',
        mutation: {
          kind: 'retype_column',
          object: 'Account',
          arguments: { name: 'Tier__c', type: 'double' },
        },
        before: 'Tier__c',
        after: 'Tier__c',
      },
      {
        title: 'drop',
        mutation: { kind: 'drop_column', object: 'Account', arguments: { name: 'Tier__c' } },
        before: 'Tier__c',
        after: null,
      },
    ],
    // API names are letters, digits and underscores by Salesforce's own rule; hostile values are among the rows.
    hostile: [],
    wrongCredential: { open: { ...base, credentials: wrong }, step: 'authentication' },
    unreachable: {
      ...base,
      credentials: wrong,
      config: { loginUrl: `http://${dead}` },
      egressAllow: [dead],
    },
    secrets: [simulator.client.secret, refreshToken, 'wrong-refresh-token-of-the-test'],
    close: () => simulator.close(),
  };
};

conformsTo('salesforce', makeSource);
