import { addressFields, field, sourceTimes } from './field.ts';
import type { CanonicalEntity } from './field.ts';

/** A person at an account. */
export const contact: CanonicalEntity = {
  name: 'contact',
  title: 'Contact',
  description: 'A person whom the tenant knows, mostly at an account.',
  source: 'AutonomOS canonical model',
  required: [['full_name', 'last_name', 'email']],
  aliases: { name: 'full_name', contact_name: 'full_name', job_title: 'title', mobile: 'mobile_phone' },
  fields: [
    field('first_name', 'text', 'Given name.'),
    field('last_name', 'text', 'Family name.'),
    field('full_name', 'text', 'Whole name in the order in which the person uses it.', { identity: true }),
    field('email', 'text', 'E-mail address, lower case.', {
      format: 'email',
      source: 'RFC 5321',
      identity: true,
      maxLength: 254,
    }),
    field('phone', 'text', 'Telephone number at work; E.164 where it can be read as one.', {
      format: 'phone',
      source: 'ITU-T E.164',
      identity: true,
      maxLength: 64,
    }),
    field('mobile_phone', 'text', 'Mobile telephone number; E.164 where it can be read as one.', {
      format: 'phone',
      source: 'ITU-T E.164',
      identity: true,
      maxLength: 64,
    }),
    field('title', 'text', 'Job title.'),
    field('department', 'text', 'Department within the account.'),
    field('account_id', 'text', 'Source record id of the account that the person belongs to.', {
      references: 'account',
    }),
    field('owner_id', 'text', 'Source id or name of the person who looks after the contact.'),
    ...addressFields('mailing', 'mailing'),
    ...sourceTimes('contact'),
  ],
};
