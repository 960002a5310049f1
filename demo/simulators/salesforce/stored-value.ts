/** How the REST API checks and keeps a single value. */
import type { Json } from '../../../domain/json.ts';
import type { FieldDefinition } from './field-definition.ts';
import { isRecordId, withChecksum } from './record-id.ts';
import { SalesforceError } from './salesforce-error.ts';

/** The wire form of a time: milliseconds and a zone without colon. */
export const wireTime = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, '.000+0000');

const cannot = (type: string, name: string): SalesforceError =>
  new SalesforceError(400, 'JSON_PARSER_ERROR', `Cannot deserialize instance of ${type} from ${name}`, [
    name,
  ]);

const storedNumber = (field: FieldDefinition, value: Json): number => {
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
  if (!Number.isFinite(number)) throw cannot(field.type, field.name);
  return field.type === 'int' ? Math.trunc(number) : number;
};

const storedText = (field: FieldDefinition, value: string): string => {
  if (field.length === 0 || value.length <= field.length) return value;
  const message = `${field.name}: data value too large: ${value.slice(0, 80)} (max length=${field.length})`;
  throw new SalesforceError(400, 'STRING_TOO_LONG', message, [field.name]);
};

const storedString = (field: FieldDefinition, value: string): string => {
  switch (field.type) {
    case 'datetime':
      if (Number.isNaN(Date.parse(value))) throw cannot('datetime', field.name);
      return wireTime(new Date(value));
    case 'date':
      if (!/^\d{4}-\d\d-\d\d/.test(value)) throw cannot('date', field.name);
      return value.slice(0, 10);
    case 'reference':
      if (isRecordId(value)) return withChecksum(value);
      throw new SalesforceError(400, 'MALFORMED_ID', `${field.name}: id value of incorrect type: ${value}`, [
        field.name,
      ]);
    default:
      return storedText(field, value);
  }
};

/** Throws SalesforceError as the API words it; an empty text is null, a missing boolean false. */
export const storedValue = (field: FieldDefinition, value: Json): Json => {
  if (value === null || value === '') return field.type === 'boolean' ? false : null;
  switch (field.type) {
    case 'boolean':
      if (typeof value !== 'boolean') throw cannot('boolean', field.name);
      return value;
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return storedNumber(field, value);
    default:
      if (typeof value !== 'string') throw cannot('string', field.name);
      return storedString(field, value);
  }
};
