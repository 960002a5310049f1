import type { Json } from '../../../domain/json.ts';
import type { ObjectDefinition } from './standard-objects.ts';

const addressParts = [
  ['street', 'Street'],
  ['city', 'City'],
  ['state', 'State'],
  ['postalCode', 'PostalCode'],
  ['country', 'Country'],
  ['latitude', 'Latitude'],
  ['longitude', 'Longitude'],
] as const;

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const addressOf = (record: Readonly<Record<string, Json>>, prefix: string): Json => {
  const parts = addressParts.map(([key, suffix]) => [key, record[prefix + suffix] ?? null] as const);
  return parts.some(([, value]) => value !== null) ? Object.fromEntries(parts) : null;
};

/** Fills what the server derives from other fields: full names, closed and won, expected revenue, addresses. */
export const withDerivedFields = (
  { fields }: ObjectDefinition,
  record: Readonly<Record<string, Json>>,
): Record<string, Json> => {
  const names = new Set(fields.map((field) => field.name));
  const filled: Record<string, Json> = { ...record };
  if (names.has('FirstName') && names.has('Name')) {
    filled['Name'] = `${text(record['FirstName'])} ${text(record['LastName'])}`.trim();
  }
  if (names.has('StageName') && names.has('IsWon')) {
    const { StageName: stage, Probability: share, Amount: amount } = record;
    filled['IsClosed'] = stage === 'Closed Won' || stage === 'Closed Lost';
    filled['IsWon'] = stage === 'Closed Won';
    filled['ExpectedRevenue'] =
      typeof share === 'number' && typeof amount === 'number' ? (share * amount) / 100 : null;
  }
  for (const { name, type } of fields) {
    if (type === 'address') filled[name] = addressOf(record, name.replace(/Address$/, ''));
  }
  return filled;
};
