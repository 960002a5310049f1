import type { Schemas } from '../../lib/api-client';
import { capital, spaced } from '../../lib/words';

export type Entity = Schemas['Entity'];
export type GoldenRecord = Schemas['GoldenRecord'];
export type GoldenDetail = Schemas['GoldenRecordDetail'];

interface EntityWords {
  readonly many: string;
  /** The field by which a person finds a record, which the API looks up by equality. */
  readonly findBy: 'name' | 'email' | 'resource_id' | 'service_name';
  /** Shown in the list, the first that has a value as the record's name. */
  readonly names: readonly string[];
  readonly shown: readonly string[];
  /** Whether records of several sources are put together, so that people may merge and split them. */
  readonly unified: boolean;
}

const words: Readonly<Record<Entity, EntityWords>> = {
  account: {
    many: 'Accounts',
    findBy: 'name',
    names: ['name', 'domain'],
    shown: ['domain', 'industry', 'billing_country'],
    unified: true,
  },
  contact: {
    many: 'Contacts',
    findBy: 'email',
    names: ['full_name', 'last_name', 'email'],
    shown: ['email', 'title', 'phone'],
    unified: true,
  },
  opportunity: {
    many: 'Opportunities',
    findBy: 'name',
    names: ['name'],
    shown: ['stage', 'amount', 'currency', 'close_date'],
    unified: false,
  },
  cloud_resource: {
    many: 'Cloud resources',
    findBy: 'resource_id',
    names: ['resource_name', 'resource_id'],
    shown: ['resource_type', 'region_id', 'service_name'],
    unified: false,
  },
  cloud_cost: {
    many: 'Cloud costs',
    findBy: 'service_name',
    names: ['service_name', 'charge_description'],
    shown: ['billed_cost', 'billing_currency', 'charge_period_start'],
    unified: false,
  },
};

export const entityList = Object.keys(words) as readonly Entity[];
export const isEntity = (text: string | null): text is Entity => text !== null && text in words;
export const entityWords = (entity: Entity): EntityWords => words[entity];

export const fieldWord = (field: string): string => capital(spaced(field));

/** A value as text; what is nested as JSON. */
export const valueText = (value: unknown): string =>
  value === null || value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value);

/** What a person calls the record: its first name-like value, else its id. */
export const nameOf = ({ entity, values, golden_id }: GoldenRecord): string => {
  const field = words[entity].names.find((name) => valueText(values[name]) !== '–');
  return field === undefined ? golden_id : valueText(values[field]);
};

/** How many source records it is made of. */
export const sourceCount = ({ sources }: GoldenRecord): number =>
  sources.reduce((sum, { more = 0 }) => sum + 1 + more, 0);

const rules: Readonly<Record<GoldenDetail['origins'][number]['rule'], string>> = {
  pinned: 'Chosen by a person',
  only: 'The only one',
  freshest: 'The freshest',
  most_frequent: 'The most frequent',
  most_complete: 'Of the most complete record',
};
export const ruleWord = (rule: GoldenDetail['origins'][number]['rule']): string => rules[rule];

export const recordHref = (entity: string, id: string): string =>
  `/records/${entity}/${encodeURIComponent(id)}`;
