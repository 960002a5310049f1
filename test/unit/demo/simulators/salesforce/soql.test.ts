import { parseSoql } from '../../../../../demo/simulators/salesforce/parse-soql.ts';
import { runSoql } from '../../../../../demo/simulators/salesforce/run-soql.ts';
import { SalesforceError } from '../../../../../demo/simulators/salesforce/salesforce-error.ts';
import { standardObjects } from '../../../../../demo/simulators/salesforce/standard-objects.ts';
import { recordId, withChecksum } from '../../../../../demo/simulators/salesforce/record-id.ts';

const account = standardObjects.find(({ name }) => name === 'Account')!;
const row = (Id: string, Name: string | null, more: object = {}) => ({ Id, Name, IsDeleted: false, ...more });
const records = [
  row('001000000000001AAA', 'Zürich 100%', {
    AnnualRevenue: 10,
    SystemModstamp: '2026-05-01T07:25:37.000+0000',
  }),
  row('001000000000002AAA', "o'brien", {
    AnnualRevenue: null,
    SystemModstamp: '2026-05-02T00:00:00.000+0000',
  }),
  row('001000000000003AAA', 'Acme', { AnnualRevenue: 30, SystemModstamp: '2026-05-03T00:00:00.000+0000' }),
  row('001000000000004AAA', 'Gone', { IsDeleted: true }),
  row('001000000000005AAA', null, { AnnualRevenue: 20 }),
];

const ids = (rest: string, all = false): string[] =>
  runSoql(parseSoql(`SELECT Id FROM Account ${rest}`), account, records, all).map(({ Id }) =>
    (Id as string).slice(14, 15),
  );

const errorCode = (text: string): string => {
  try {
    runSoql(parseSoql(text), account, records, false);
  } catch (error) {
    if (error instanceof SalesforceError) return error.errorCode;
    throw error;
  }
  return 'answered';
};

test.each([
  ['', '1235'],
  ["WHERE Name = 'ACME'", '3'],
  ["WHERE Name = 'O\\'Brien'", '2'],
  ["WHERE Name LIKE '%\\%'", '1'],
  ["WHERE Name LIKE '_cme'", '3'],
  ["WHERE Name != 'Acme'", '125'],
  ["WHERE Name IN ('acme', 'x', null)", '35'],
  ["WHERE Name NOT IN ('acme')", '125'],
  ['WHERE AnnualRevenue >= 20', '35'],
  ['WHERE AnnualRevenue = null', '2'],
  ['WHERE NOT AnnualRevenue = null', '135'],
  ['WHERE (AnnualRevenue < 15 OR AnnualRevenue > 25) AND Name != null', '13'],
  ['WHERE SystemModstamp > 2026-05-01T07:25:37Z', '23'],
  ['WHERE SystemModstamp > 2026-05-02T01:00:00+02:00', '23'],
  ["WHERE Id > '001000000000002AAA' ORDER BY Id", '35'],
  ['ORDER BY AnnualRevenue', '2153'],
  ['ORDER BY AnnualRevenue DESC NULLS LAST', '3512'],
  ['ORDER BY Name NULLS LAST, Id', '3215'],
  ['ORDER BY Id LIMIT 2 OFFSET 1', '23'],
])('%s', (rest, expected) => {
  expect(ids(rest).join('')).toBe(expected);
});

test('queryAll sees deleted records', () => {
  expect(ids('WHERE IsDeleted = true', true)).toEqual(['4']);
});

test.each([
  ['SELECT * FROM Account', 'MALFORMED_QUERY'],
  ['SELECT Id FROM Account; DELETE', 'MALFORMED_QUERY'],
  ["SELECT Id FROM Account WHERE Name = 'open", 'MALFORMED_QUERY'],
  ["SELECT Id FROM Account WHERE Name = 'a' AND Name = 'b' OR Name = 'c'", 'MALFORMED_QUERY'],
  ['SELECT Id FROM Account WHERE CreatedDate = TODAY', 'MALFORMED_QUERY'],
  ['SELECT Id FROM Account GROUP BY Name', 'MALFORMED_QUERY'],
  ['SELECT Id FROM Account LIMIT -1', 'MALFORMED_QUERY'],
  ['SELECT MAX(AnnualRevenue) FROM Account', 'MALFORMED_QUERY'],
  ['SELECT Id FROM Account WHERE Nope__c = 1', 'INVALID_FIELD'],
  ["SELECT Id FROM Account WHERE AnnualRevenue = '1'", 'INVALID_FIELD'],
  ['SELECT Id FROM Account WHERE Name = 1', 'INVALID_FIELD'],
  ["SELECT Id FROM Account WHERE Description = 'x'", 'INVALID_FIELD'],
  ['SELECT Id FROM Account ORDER BY Description', 'INVALID_FIELD'],
])('%s is refused with %s', (text, code) => {
  expect(errorCode(text)).toBe(code);
});

test('ids carry the checksum that Salesforce gives them', () => {
  // Ids of a recorded org answer.
  for (const id of ['001dM00003jU9GyQAK', '003dM00001vWOXJQA4', '006dM00000Mw7VtQAJ', '005dM00000aYf0qQAC']) {
    expect(withChecksum(id.slice(0, 15))).toBe(id);
  }
  expect(recordId('001', 'AB', 61)).toMatch(/^001AB000000000z[A-Z0-5]{3}$/);
});
