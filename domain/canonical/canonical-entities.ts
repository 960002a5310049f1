import type { Entity } from '../mapping/types.ts';
import { account } from './account.ts';
import { cloudCost } from './cloud-cost.ts';
import { cloudResource } from './cloud-resource.ts';
import { contact } from './contact.ts';
import type { CanonicalEntity } from './field.ts';
import { opportunity } from './opportunity.ts';

/** The canonical model: every entity by its name. */
export const canonicalEntities: Readonly<Record<Entity, CanonicalEntity>> = {
  account,
  contact,
  opportunity,
  cloud_resource: cloudResource,
  cloud_cost: cloudCost,
};
