/** Cost and usage rows in the columns of FOCUS 1.0 (focus.finops.org): one per resource and day. */
import { daysBefore } from './calendar.ts';
import { csv } from './csv.ts';
import type { Random } from './random.ts';

const columns = [
  ...['AvailabilityZone', 'BilledCost', 'BillingAccountId', 'BillingAccountName', 'BillingCurrency'],
  ...['BillingPeriodEnd', 'BillingPeriodStart', 'ChargeCategory', 'ChargeClass', 'ChargeDescription'],
  ...['ChargeFrequency', 'ChargePeriodEnd', 'ChargePeriodStart', 'CommitmentDiscountCategory'],
  ...['CommitmentDiscountId', 'CommitmentDiscountName', 'CommitmentDiscountStatus', 'CommitmentDiscountType'],
  ...['ConsumedQuantity', 'ConsumedUnit', 'ContractedCost', 'ContractedUnitPrice', 'EffectiveCost'],
  ...['InvoiceIssuerName', 'ListCost', 'ListUnitPrice', 'PricingCategory', 'PricingQuantity', 'PricingUnit'],
  ...[
    'ProviderName',
    'PublisherName',
    'RegionId',
    'RegionName',
    'ResourceId',
    'ResourceName',
    'ResourceType',
  ],
  ...['ServiceCategory', 'ServiceName', 'SkuId', 'SkuPriceId', 'SubAccountId', 'SubAccountName', 'Tags'],
];

interface Provider {
  readonly name: string;
  readonly region: readonly [id: string, name: string];
  readonly services: readonly (readonly [name: string, category: string, resourceType: string])[];
  readonly resourceId: (number: number) => string;
}

const providers: readonly Provider[] = [
  {
    name: 'AWS',
    region: ['us-east-1', 'US East (N. Virginia)'],
    services: [
      ['Amazon Elastic Compute Cloud', 'Compute', 'instance'],
      ['Amazon Simple Storage Service', 'Storage', 'bucket'],
      ['Amazon Relational Database Service', 'Databases', 'db'],
    ],
    resourceId: (number) => `arn:aws:demo:us-east-1:000000000000:resource/${String(number).padStart(6, '0')}`,
  },
  {
    name: 'Microsoft',
    region: ['westeurope', 'West Europe'],
    services: [
      ['Virtual Machines', 'Compute', 'Virtual machine'],
      ['Storage Accounts', 'Storage', 'Storage account'],
    ],
    resourceId: (number) => `/subscriptions/demo/resourcegroups/main/providers/resource-${number}`,
  },
  {
    name: 'Google Cloud',
    region: ['europe-west1', 'Belgium'],
    services: [
      ['Compute Engine', 'Compute', 'Instance'],
      ['BigQuery', 'Analytics', 'Dataset'],
    ],
    resourceId: (number) => `//cloud.example/projects/demo/resources/${number}`,
  },
];

interface Resource {
  readonly provider: Provider;
  readonly number: number;
  readonly service: readonly [string, string, string];
  readonly hourly: number;
  readonly idle: boolean;
  readonly tags: string;
}

const teams = ['platform', 'data', 'web', 'sales'] as const;

/** One resource in six carries no tag and one in eight does nothing. */
const resourcesOf = (random: Random): Resource[] =>
  providers.flatMap((provider, place) =>
    Array.from({ length: 12 }, (_none, at) => {
      const tagged = !random.chance(1 / 6);
      return {
        provider,
        number: place * 100 + at + 1,
        service: provider.services[at % provider.services.length] ?? ['Other', 'Other', 'other'],
        hourly: random.int(2, 90) / 100,
        idle: random.chance(1 / 8),
        tags: tagged ? JSON.stringify({ team: random.pick(teams), env: random.pick(['prod', 'dev']) }) : '{}',
      };
    }),
  );

/** On this day, seen from the last one, one resource of the first provider costs nine times as much. */
const anomalyDaysBack = 12;

const monthOf = (day: string): readonly [string, string] => {
  const [year = 0, month = 0] = day.split('-').map(Number);
  const next = month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`;
  return [`${day.slice(0, 7)}-01T00:00:00Z`, `${next}-01T00:00:00Z`];
};

const row = (resource: Resource, daysBack: number, random: Random): (string | number | null)[] => {
  const { provider, number, service, hourly, idle, tags } = resource;
  const day = daysBefore(daysBack);
  const [periodStart, periodEnd] = monthOf(day);
  const hours = idle ? 24 : random.int(14, 24);
  const factor = number === 1 && daysBack === anomalyDaysBack ? 9 : 1;
  const list = (hours * hourly * factor).toFixed(4);
  const cost = (hours * hourly * factor * 0.92).toFixed(4);
  const [name, category, type] = service;
  const account = `acct-${provider.name.slice(0, 3).toLowerCase()}`;
  const cells: Record<string, string | number> = {
    ...{
      BilledCost: cost,
      EffectiveCost: cost,
      ContractedCost: cost,
      ListCost: list,
      BillingCurrency: 'USD',
    },
    ...{
      BillingAccountId: account,
      BillingAccountName: `${provider.name} main`,
      SubAccountId: `${account}-1`,
    },
    ...{ SubAccountName: 'production', BillingPeriodStart: periodStart, BillingPeriodEnd: periodEnd },
    ...{ ChargeCategory: 'Usage', ChargeFrequency: 'Usage-Based', ChargeDescription: `${name}, ${type}` },
    ...{ ChargePeriodStart: `${day}T00:00:00Z`, ChargePeriodEnd: `${daysBefore(daysBack - 1)}T00:00:00Z` },
    ...{
      ConsumedQuantity: idle ? 0 : hours,
      ConsumedUnit: 'Hours',
      PricingQuantity: hours,
      PricingUnit: 'Hours',
    },
    ...{
      ListUnitPrice: hourly,
      ContractedUnitPrice: (hourly * 0.92).toFixed(6),
      PricingCategory: 'Standard',
    },
    ...{ ProviderName: provider.name, PublisherName: provider.name, InvoiceIssuerName: provider.name },
    ...{ RegionId: provider.region[0], RegionName: provider.region[1], ResourceType: type },
    ...{ ResourceId: provider.resourceId(number), ResourceName: `${type.toLowerCase()}-${number}` },
    ...{
      ServiceName: name,
      ServiceCategory: category,
      SkuId: `sku-${number}`,
      SkuPriceId: `price-${number}`,
    },
    Tags: tags,
  };
  return columns.map((column) => cells[column] ?? null);
};

export const cloudCosts = (random: Random, days: number): string => {
  const resources = resourcesOf(random);
  const rows = Array.from({ length: days }, (_none, at) => days - at).flatMap((daysBack) =>
    resources.map((resource) => row(resource, daysBack, random)),
  );
  return csv(columns, rows);
};
