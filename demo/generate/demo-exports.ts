import { csv } from './csv.ts';
import { generateDataSet } from './data-set.ts';
import type { Records } from './salesforce.ts';

export interface DemoExport {
  /** Below the folder of the demo data; also the end of the connection's slug. */
  readonly folder: string;
  readonly name: string;
  /** Text by file name. */
  readonly files: Readonly<Record<string, string>>;
}

/** Small enough to be read, connected and looked at within a minute. */
const size = { seed: 'autonomos', companies: 140, days: 60 };

const crmObjects = ['Account', 'Contact', 'Lead', 'Opportunity'] as const;

/** A data export of the CRM: a file per object, as its administrators download them. */
const exported = (rows: Records[string]): string => {
  const columns = Object.keys(rows[0] ?? {});
  const cell = (value: unknown): string | number | null =>
    typeof value === 'string' || typeof value === 'number' ? value : value === true ? 'true' : null;
  return csv(
    columns,
    rows.map((row) => columns.map((column) => cell(row[column]))),
  );
};

/**
 * One market as two exports that overlap and disagree: the same companies under other spellings, a few rows that cannot be
 * read, a date that does not exist. Equal on every machine and day.
 */
export const demoExports = (): readonly DemoExport[] => {
  const { salesforce, files } = generateDataSet(size);
  return [
    {
      folder: 'crm',
      name: 'CRM export',
      files: Object.fromEntries(
        crmObjects.map((object) => [`${object}.csv`, exported(salesforce[object] ?? [])]),
      ),
    },
    { folder: 'shared', name: 'Shared folder', files },
  ];
};
