import { checkOverlaps, memberKey } from '../../../demo/connect.ts';
import type { KnownOverlaps } from '../../../demo/known-overlaps.ts';

const known: KnownOverlaps = {
  groups: [{ entity: 'account', name: 'Alfreds', keys: ['tables/customers/1', 'documents/customers/1'] }],
  apart: [{ entity: 'account', name: 'Contoso', keys: ['tables/customers/2', 'tables/customers/3'] }],
  complete: false,
  floor: { recall: 1, precision: 1 },
};

const members = (...rows: readonly (readonly ['account' | 'contact', string, string])[]) =>
  new Map(rows.map(([entity, key, id]) => [memberKey(entity, key), id]));

test('a record that is an account and a contact is compared as the one that is asked for', () => {
  const golden = members(
    ['account', 'tables/customers/1', 'acc_1'],
    ['account', 'documents/customers/1', 'acc_1'],
    ['contact', 'tables/customers/1', 'con_1'],
    ['contact', 'documents/customers/1', 'con_2'],
  );
  expect(checkOverlaps(known, golden)).toEqual({ known: 1, found: 1, wrong: 0, torn: [], mixed: [] });
});

test('names the groups that are torn and those that are mixed', () => {
  const golden = members(
    ['account', 'tables/customers/1', 'acc_1'],
    ['account', 'documents/customers/1', 'acc_2'],
    ['account', 'tables/customers/2', 'acc_3'],
    ['account', 'tables/customers/3', 'acc_3'],
  );
  expect(checkOverlaps(known, golden)).toMatchObject({ found: 0, torn: ['Alfreds'], mixed: ['Contoso'] });
});
