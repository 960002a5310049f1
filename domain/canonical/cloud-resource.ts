import { focusColumn } from './focus-column.ts';
import type { CanonicalEntity } from './field.ts';

/** A resource that a cloud or SaaS provider bills for, as its cost rows name it. */
export const cloudResource: CanonicalEntity = {
  name: 'cloud_resource',
  title: 'Cloud resource',
  description:
    'A resource that a cloud or SaaS provider bills for; rows of one resource are joined by `resource_id`.',
  source: 'FOCUS 1.0 to 1.2',
  required: [['resource_id']],
  aliases: {},
  fields: [
    focusColumn('ResourceId', 'text', 'Identifier that the provider gave the resource.', {
      identity: true,
      maxLength: 4_096,
    }),
    focusColumn('ResourceName', 'text', 'Name that the resource carries for people.'),
    focusColumn('ResourceType', 'text', 'Kind of resource.'),
    focusColumn('ProviderName', 'text', 'Organisation that made the resource available.'),
    focusColumn('PublisherName', 'text', 'Organisation that produced the resource or service.'),
    focusColumn('RegionId', 'text', 'Identifier of the region in which the resource stands.'),
    focusColumn('RegionName', 'text', 'Name of that region.'),
    focusColumn('AvailabilityZone', 'text', 'Isolated zone within the region.'),
    focusColumn('ServiceName', 'text', 'Service that the resource belongs to.'),
    focusColumn('ServiceCategory', 'text', 'Highest-level class of the service.'),
    focusColumn('ServiceSubcategory', 'text', 'Class below the service category.', { since: '1.1' }),
    focusColumn('BillingAccountId', 'text', 'Account that the provider bills.'),
    focusColumn('SubAccountId', 'text', 'Account within the billing account in which the resource stands.'),
    focusColumn('SubAccountName', 'text', 'Name of that account.'),
    focusColumn('Tags', 'json', 'Tags of the resource: an object of keys and values.'),
  ],
};
