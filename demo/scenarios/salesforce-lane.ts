import type { DemoSettings } from '../settings-file.ts';
import type { SalesforceSimulator } from '../simulators/salesforce/server.ts';
import type { Lane } from './lane.ts';
import { expectedOf, stampedMapping } from './stamped-row.ts';
import type { StampedRow } from './stamped-row.ts';

const object = 'Firm__c';
const known = ['Steel', 'Energy'] as const;
const added = 'Space';

const names = {
  id: 'Id',
  title: 'Title__c',
  sector: 'Sector__c',
  turnover: 'Turnover__c',
  staff: 'Staff__c',
  about: 'About__c',
};

const columns = [
  { name: names.title, type: 'string', length: 255 },
  { name: names.sector, type: 'picklist', values: known },
  { name: names.turnover, type: 'double', precision: 16, scale: 2 },
  { name: names.staff, type: 'double', precision: 12, scale: 0 },
  { name: names.about, type: 'string', length: 255 },
];

const sectorOf = ({ id }: StampedRow, drifted: boolean): string =>
  drifted && id % 3 === 0 ? added : known[id % 2 === 0 ? 0 : 1];

/** An object that gets another picklist value and loses a field; the repair is refused, and the loss accepted. */
export const salesforceLane = (
  simulator: SalesforceSimulator,
  { salesforceClient }: DemoSettings,
  run: string,
): Lane => {
  simulator.mutate({ kind: 'add_object', object, arguments: {} });
  for (const column of columns) simulator.mutate({ kind: 'add_column', object, arguments: column });
  let drifted = false;
  return {
    connection: {
      slug: `drift-salesforce-${run}`,
      name: 'Drift: Salesforce',
      system: 'salesforce',
      config: { loginUrl: simulator.url, objects: [object] },
      credentials: {
        grant: 'client_credentials',
        clientId: salesforceClient.id,
        clientSecret: salesforceClient.secret,
      },
    },
    object,
    mapping: stampedMapping('salesforce', object, names),
    policy: 'ask',
    ending: 'rejected',
    change: 'new picklist value Space, field About__c removed',
    mutations: [
      { door: 'salesforce', kind: 'add_picklist_value', arguments: { name: names.sector, value: added } },
      { door: 'salesforce', kind: 'drop_column', arguments: { name: names.about } },
    ],
    changesInSteps: false,
    drift: () => {
      drifted = true;
      return Promise.resolve();
    },
    putBack: () => Promise.resolve(),
    write: (rows) => {
      const records = rows.map((row) => ({
        [names.title]: row.title,
        [names.sector]: sectorOf(row, drifted),
        [names.turnover]: row.turnover,
        [names.staff]: row.staff,
        ...(drifted ? {} : { [names.about]: row.about }),
      }));
      simulator.loadRecords(object, records);
      return Promise.resolve(
        rows.map((row) => {
          const { description: _gone, ...expected } = expectedOf(row);
          return { ...expected, industry: sectorOf(row, drifted) };
        }),
      );
    },
    dropped: ['description'],
    close: () => Promise.resolve(),
  };
};
