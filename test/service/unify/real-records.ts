import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

/** A record of the real public data under the canonical names, keyed as overlaps.csv keys it: file, then key. */
export type RealRecord = Readonly<Record<string, string | null>> & {
  readonly key: string;
  readonly source: string;
};

type Row = Readonly<Record<string, unknown>>;

const textOf = (value: unknown): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;

const rowsOfCsv = (path: string): Row[] =>
  parse(readFileSync(path, 'utf8'), {
    bom: true,
    columns: (names: string[]) => names.map((name) => name.trim()),
  });
const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((inner, name) => (inner as Row | null | undefined)?.[name], value);
const list = (value: unknown): Row[] => (Array.isArray(value) ? (value as Row[]) : []);

/** Names the fields of rows; a path of several names leads into nested values. */
function take(
  file: string,
  rows: readonly Row[],
  key: readonly string[],
  fields: Readonly<Record<string, readonly string[]>>,
): RealRecord[] {
  return rows.map((row) => ({
    ...Object.fromEntries(Object.entries(fields).map(([name, path]) => [name, textOf(at(row, ...path))])),
    key: `${file} ${textOf(at(row, ...key)) ?? ''}`,
    source: file,
  }));
}

const salesforceAccount = {
  name: ['Name'],
  website: ['Website'],
  phone: ['Phone'],
  industry: ['Industry'],
  annual_revenue: ['AnnualRevenue'],
  employee_count: ['NumberOfEmployees'],
  billing_street: ['BillingStreet'],
  billing_city: ['BillingCity'],
  billing_postal_code: ['BillingPostalCode'],
} as const;

const northwindColumns = [
  'customer_id',
  'company',
  'contact',
  'title',
  'address',
  'city',
  'region',
  'postal',
  'country',
  'phone',
];

function northwindRows(path: string): Row[] {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('INSERT INTO customers '));
  return lines.map((line) => {
    const cells = [...line.matchAll(/NULL|'((?:[^']|'')*)'/g)].map(([all, text]) =>
      all === 'NULL' ? null : (text ?? '').replaceAll("''", "'"),
    );
    return Object.fromEntries(northwindColumns.map((name, index) => [name, cells[index]]));
  });
}

const address = (street: string, city: string, postal: string) => ({
  billing_street: street.split('.'),
  billing_city: city.split('.'),
  billing_postal_code: postal.split('.'),
});

const crmVariants = [
  'money-and-spaced-headers',
  'null-literals',
  'other-figures',
  'three-columns',
  'with-account-id',
];

function crmAccounts(folder: string): RealRecord[] {
  const files = [
    'crm-files/accounts.csv',
    ...crmVariants.map((name) => `crm-files/variants/accounts.${name}.csv`),
  ];
  return files.flatMap((file) => {
    const rows = rowsOfCsv(join(folder, file)).map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value])),
    );
    return take(file, rows, ['account'], {
      name: ['account'],
      industry: ['sector'],
      annual_revenue: ['revenue'],
      employee_count: ['employees'],
    });
  });
}

function northwindAccounts(folder: string): RealRecord[] {
  const orders = readFileSync(join(folder, 'mongo/northwind.orders-nested.ndjson'), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Row);
  const customers = [
    ...new Map(orders.map((order) => [textOf(at(order, 'customer', 'companyName')), order])).values(),
  ];
  return [
    ...take(
      'postgres/northwind.sql#customers',
      northwindRows(join(folder, 'postgres/northwind.sql')),
      ['customer_id'],
      {
        name: ['company'],
        phone: ['phone'],
        ...address('address', 'city', 'postal'),
      },
    ),
    ...take(
      'mongo/northwind.customers.json',
      list(json(join(folder, 'mongo/northwind.customers.json'))),
      ['CustomerID'],
      {
        name: ['CompanyName'],
        phone: ['Phone'],
        ...address('Address', 'City', 'PostalCode'),
      },
    ),
    ...take('mongo/northwind.orders-nested.ndjson', customers, ['customer', 'companyName'], {
      name: ['customer', 'companyName'],
      phone: ['customer', 'phone'],
      ...address('customer.address', 'customer.city', 'customer.postalCode'),
    }),
  ];
}

function vendorAccounts(folder: string): RealRecord[] {
  const hubspot = {
    name: ['properties', 'name'],
    domain: ['properties', 'domain'],
    website: ['properties', 'website'],
    phone: ['properties', 'phone'],
    billing_city: ['properties', 'city'],
    industry: ['properties', 'industry'],
  };
  const dynamics = [
    'accounts',
    'account.contoso.expand-primarycontact',
    'account.fourth-coffee.expand-primarycontact',
  ];
  const pages = ['accounts.page1', 'accounts.page2'].flatMap((page) =>
    list(at(json(join(folder, `salesforce/query/${page}.json`)), 'records')),
  );
  return [
    ...take('salesforce/query/accounts.page1.json', pages, ['Id'], salesforceAccount),
    ...take(
      'salesforce/csv-export/Account.csv',
      rowsOfCsv(join(folder, 'salesforce/csv-export/Account.csv')),
      ['Id'],
      salesforceAccount,
    ),
    ...['hubspot/companies.json', 'hubspot/other-account/companies.json'].flatMap((file) =>
      take(file, list(at(json(join(folder, file)), 'results')), ['id'], hubspot),
    ),
    ...take(
      'pipedrive/organizations.json',
      list(at(json(join(folder, 'pipedrive/organizations.json')), 'data')),
      ['id'],
      { name: ['name'] },
    ),
    ...take(
      'dynamics365/csv-import/Account.csv',
      rowsOfCsv(join(folder, 'dynamics365/csv-import/Account.csv')),
      ['Account Name'],
      {
        name: ['Account Name'],
        phone: ['Main Phone'],
        billing_city: ['Address 1: City'],
        annual_revenue: ['Annual Revenue'],
      },
    ),
    ...dynamics.flatMap((name) => {
      const file = `dynamics365/web-api/${name}.json`;
      const answer = json(join(folder, file));
      const rows = list(at(answer, 'value'));
      return take(file, rows.length > 0 ? rows : [answer as Row], ['accountid'], { name: ['name'] });
    }),
  ];
}

/** The accounts of every file that overlaps.csv speaks of. */
export const realAccounts = (folder: string): RealRecord[] => [
  ...crmAccounts(folder),
  ...northwindAccounts(folder),
  ...vendorAccounts(folder),
];

const salesforceContact = {
  first_name: ['FirstName'],
  last_name: ['LastName'],
  email: ['Email'],
  phone: ['Phone'],
  mobile_phone: ['MobilePhone'],
  mailing_street: ['MailingStreet'],
  mailing_city: ['MailingCity'],
  mailing_postal_code: ['MailingPostalCode'],
} as const;

/** The contacts of every file that overlaps.csv speaks of, and Dynamics' beside them. */
export const realContacts = (folder: string): RealRecord[] => [
  ...take(
    'salesforce/query/contacts.json',
    list(at(json(join(folder, 'salesforce/query/contacts.json')), 'records')),
    ['Id'],
    salesforceContact,
  ),
  ...take(
    'salesforce/csv-export/Contact.csv',
    rowsOfCsv(join(folder, 'salesforce/csv-export/Contact.csv')),
    ['Id'],
    salesforceContact,
  ),
  ...['hubspot/contacts.json', 'hubspot/other-account/contacts.json'].flatMap((file) =>
    take(file, list(at(json(join(folder, file)), 'results')), ['id'], {
      first_name: ['properties', 'firstname'],
      last_name: ['properties', 'lastname'],
      email: ['properties', 'email'],
      phone: ['properties', 'phone'],
    }),
  ),
  ...take(
    'dynamics365/csv-import/Contact.csv',
    rowsOfCsv(join(folder, 'dynamics365/csv-import/Contact.csv')),
    ['Email'],
    {
      first_name: ['First Name'],
      last_name: ['Last Name'],
      email: ['Email'],
      phone: ['Business Phone'],
      mobile_phone: ['Mobile Phone'],
      mailing_street: ['Address 1: Street 1'],
      mailing_city: ['Address 1: City'],
      mailing_postal_code: ['Address 1: ZIP/Postal Code'],
    },
  ),
];
