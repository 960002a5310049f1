import { focusColumn } from './focus-column.ts';
import type { CanonicalEntity, CanonicalField } from './field.ts';

const cost = (column: string, description: string): CanonicalField =>
  focusColumn(column, 'decimal', description, { money: 'billing_currency', unit: 'currency units' });
const unitPrice = (column: string, description: string): CanonicalField =>
  focusColumn(column, 'decimal', description, {
    money: 'billing_currency',
    unit: 'currency units per pricing unit',
  });
const pricingMoney = (column: string, description: string): CanonicalField =>
  focusColumn(column, 'decimal', description, {
    money: 'pricing_currency',
    unit: 'currency units',
    since: '1.2',
  });
const utc = 'from the first instant, inclusive, to the last, exclusive, in UTC';

const account: readonly CanonicalField[] = [
  focusColumn('ProviderName', 'text', 'Organisation that made the resource or service available.'),
  focusColumn('PublisherName', 'text', 'Organisation that produced the resource or service.'),
  focusColumn('InvoiceIssuerName', 'text', 'Organisation that issues the invoice.'),
  focusColumn('InvoiceId', 'text', 'Identifier of the invoice that holds the charge.', { since: '1.2' }),
  focusColumn('BillingAccountId', 'text', 'Account that the provider bills.'),
  focusColumn('BillingAccountName', 'text', 'Name of the billing account.'),
  focusColumn('BillingAccountType', 'text', 'Provider word for the kind of billing account.', {
    since: '1.2',
  }),
  focusColumn('SubAccountId', 'text', 'Account within the billing account that caused the charge.'),
  focusColumn('SubAccountName', 'text', 'Name of that account.'),
  focusColumn('SubAccountType', 'text', 'Provider word for the kind of sub account.', { since: '1.2' }),
];

const period: readonly CanonicalField[] = [
  focusColumn('BillingPeriodStart', 'timestamp', `Start of the billing period, ${utc}.`),
  focusColumn('BillingPeriodEnd', 'timestamp', `End of the billing period, ${utc}.`),
  focusColumn('ChargePeriodStart', 'timestamp', `Start of the time that the charge is for, ${utc}.`),
  focusColumn('ChargePeriodEnd', 'timestamp', `End of the time that the charge is for, ${utc}.`),
];

const charge: readonly CanonicalField[] = [
  focusColumn('ChargeCategory', 'text', 'What kind of charge it is.', {
    knownValues: ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'],
  }),
  focusColumn('ChargeClass', 'text', 'Whether the charge corrects an earlier period.', {
    knownValues: ['Correction'],
  }),
  focusColumn('ChargeDescription', 'text', 'What the charge is for, in a sentence.', { maxLength: 16_384 }),
  focusColumn('ChargeFrequency', 'text', 'How often the charge occurs.', {
    knownValues: ['One-Time', 'Recurring', 'Usage-Based'],
  }),
];

const money: readonly CanonicalField[] = [
  focusColumn('BillingCurrency', 'text', 'Currency in which the charge is billed.', { format: 'currency' }),
  cost('BilledCost', 'Cost that is invoiced; the basis of invoice reconciliation.'),
  cost('EffectiveCost', 'Cost after all discounts, with prepaid purchases spread over what they cover.'),
  cost('ListCost', 'Cost at list prices, without any discount.'),
  cost('ContractedCost', 'Cost at negotiated prices, without commitment discounts.'),
  unitPrice('ListUnitPrice', 'List price of one pricing unit.'),
  unitPrice('ContractedUnitPrice', 'Negotiated price of one pricing unit.'),
  focusColumn(
    'PricingCurrency',
    'text',
    'Currency, or virtual currency such as credits, in which prices are stated.',
    {
      since: '1.2',
    },
  ),
  pricingMoney(
    'PricingCurrencyContractedUnitPrice',
    'Negotiated price of one pricing unit in the pricing currency.',
  ),
  pricingMoney('PricingCurrencyEffectiveCost', 'Effective cost in the pricing currency.'),
  pricingMoney('PricingCurrencyListUnitPrice', 'List price of one pricing unit in the pricing currency.'),
];

const usage: readonly CanonicalField[] = [
  focusColumn('PricingCategory', 'text', 'Pricing model that was applied.', {
    knownValues: ['Standard', 'Dynamic', 'Committed', 'Other'],
  }),
  focusColumn('PricingQuantity', 'decimal', 'Quantity that prices are multiplied with.', {
    unit: 'pricing_unit',
  }),
  focusColumn('PricingUnit', 'text', 'Unit of the pricing quantity.'),
  focusColumn('ConsumedQuantity', 'decimal', 'Quantity that was consumed.', { unit: 'consumed_unit' }),
  focusColumn('ConsumedUnit', 'text', 'Unit of the consumed quantity.'),
];

const commitment: readonly CanonicalField[] = [
  focusColumn('CommitmentDiscountId', 'text', 'Identifier of the commitment discount.', { maxLength: 4_096 }),
  focusColumn('CommitmentDiscountName', 'text', 'Name of the commitment discount.'),
  focusColumn('CommitmentDiscountCategory', 'text', 'Whether the commitment is to a spend or to a usage.', {
    knownValues: ['Spend', 'Usage'],
  }),
  focusColumn('CommitmentDiscountType', 'text', 'Provider word for the kind of commitment discount.'),
  focusColumn(
    'CommitmentDiscountStatus',
    'text',
    'Whether the charge used the commitment or is its unused part.',
    {
      knownValues: ['Used', 'Unused'],
    },
  ),
  focusColumn('CommitmentDiscountQuantity', 'decimal', 'Amount of the commitment that the charge concerns.', {
    since: '1.1',
    unit: 'commitment_discount_unit',
  }),
  focusColumn('CommitmentDiscountUnit', 'text', 'Unit of the commitment discount quantity.', {
    since: '1.1',
  }),
  focusColumn('CapacityReservationId', 'text', 'Identifier of the capacity reservation.', {
    since: '1.1',
    maxLength: 4_096,
  }),
  focusColumn(
    'CapacityReservationStatus',
    'text',
    'Whether the charge used the reservation or is its unused part.',
    {
      since: '1.1',
      knownValues: ['Used', 'Unused'],
    },
  ),
];

const service: readonly CanonicalField[] = [
  focusColumn('ServiceName', 'text', 'Service that the charge is for.'),
  focusColumn('ServiceCategory', 'text', 'Highest-level class of the service.'),
  focusColumn('ServiceSubcategory', 'text', 'Class below the service category.', { since: '1.1' }),
  focusColumn('SkuId', 'text', 'Provider identifier of what was bought, the same across regions and terms.'),
  focusColumn('SkuPriceId', 'text', 'Identifier of the exact price of that product.'),
  focusColumn('SkuMeter', 'text', 'What the product measures.', { since: '1.1' }),
  focusColumn('SkuPriceDetails', 'json', 'Properties of the product price: an object of keys and values.', {
    since: '1.1',
  }),
  focusColumn('RegionId', 'text', 'Identifier of the region.'),
  focusColumn('RegionName', 'text', 'Name of the region.'),
  focusColumn('AvailabilityZone', 'text', 'Isolated zone within the region.'),
  focusColumn('ResourceId', 'text', 'Identifier of the resource that caused the charge.', {
    maxLength: 4_096,
    references: 'cloud_resource',
  }),
  focusColumn('ResourceName', 'text', 'Name that the resource carries for people.'),
  focusColumn('ResourceType', 'text', 'Kind of resource.'),
  focusColumn('Tags', 'json', 'Tags of the charge: an object of keys and values.'),
];

/** One row of a provider's cost and usage data. */
export const cloudCost: CanonicalEntity = {
  name: 'cloud_cost',
  title: 'Cloud cost',
  description:
    'One charge of a cloud or SaaS provider for one period, with its cost, price, quantity and origin.',
  source: 'FOCUS 1.0 to 1.2',
  required: [['billed_cost'], ['billing_currency'], ['charge_period_start'], ['charge_period_end']],
  aliases: {},
  fields: [...account, ...period, ...charge, ...money, ...usage, ...commitment, ...service],
};
