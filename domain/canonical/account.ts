import { addressFields, field, sourceTimes } from './field.ts';
import type { CanonicalEntity } from './field.ts';

/** A company or household that the tenant does business with. */
export const account: CanonicalEntity = {
  name: 'account',
  title: 'Account',
  description: 'A company, organisation or household that the tenant does or may do business with.',
  source: 'AutonomOS canonical model',
  required: [['name']],
  aliases: {
    account_name: 'name',
    company_name: 'name',
    employees: 'employee_count',
    revenue: 'annual_revenue',
  },
  fields: [
    field('name', 'text', 'Name of the company, with its legal form where the source has it.', {
      identity: true,
    }),
    field('domain', 'text', 'Internet domain of the company, lower case, without `www.`.', {
      format: 'domain',
      identity: true,
      maxLength: 253,
    }),
    field('website', 'text', 'Address of the company web site.', { format: 'url', maxLength: 2_048 }),
    field('industry', 'text', 'Line of business, in the words of the source.'),
    field('phone', 'text', 'Main telephone number; E.164 where it can be read as one.', {
      format: 'phone',
      source: 'ITU-T E.164',
      identity: true,
      maxLength: 64,
    }),
    field('annual_revenue', 'decimal', 'Revenue of a year in whole units of the currency.', {
      money: 'currency',
      unit: 'currency units a year',
    }),
    field('currency', 'text', 'Currency of `annual_revenue`.', { format: 'currency', source: 'ISO 4217' }),
    field('employee_count', 'integer', 'Number of employees.', { unit: 'persons', minimum: 0 }),
    ...addressFields('billing', 'billing'),
    field('parent_id', 'text', 'Source record id of the parent account, in the same object.', {
      references: 'account',
    }),
    field('owner_id', 'text', 'Source id or name of the person who looks after the account.'),
    field('description', 'text', 'Free text about the account.', { maxLength: 131_072 }),
    ...sourceTimes('account'),
  ],
};
