/** Answers a parsed query from records held in memory, with Salesforce's rules for types, case and nulls. */
import type { Json } from '../../../domain/json.ts';
import { isFilterable } from './describe.ts';
import type { FieldDefinition } from './field-definition.ts';
import type { Condition, Literal, Operator, OrderBy, SoqlQuery } from './parse-soql.ts';
import { withChecksum } from './record-id.ts';
import { SalesforceError } from './salesforce-error.ts';
import type { ObjectDefinition } from './standard-objects.ts';

export type StoredRecord = Readonly<Record<string, Json>>;

/** A stored record always has its id as text. */
export const idOf = (record: StoredRecord): string => {
  const id = record['Id'];
  if (typeof id !== 'string') throw new TypeError('a stored record must have an id');
  return id;
};

type Comparable = string | number | boolean;
type Test = (record: StoredRecord) => boolean;

const invalidField = (message: string): SalesforceError => new SalesforceError(400, 'INVALID_FIELD', message);

/** Finds a field by its name, whatever its case. */
export const fieldOf = (object: ObjectDefinition, name: string): FieldDefinition => {
  const field = object.fields.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  if (field !== undefined) return field;
  throw invalidField(
    `\n${name}\n^\nERROR at Row:1:Column:1\nNo such column '${name}' on entity '${object.name}'. If you are attempting to use ` +
      `a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe ` +
      `call for the appropriate names.`,
  );
};

const filterable = (object: ObjectDefinition, name: string): FieldDefinition => {
  const field = fieldOf(object, name);
  if (!isFilterable(field)) throw invalidField(`field '${field.name}' can not be filtered in a query call`);
  return field;
};

const sortable = (object: ObjectDefinition, name: string): FieldDefinition => {
  const field = fieldOf(object, name);
  if (!isFilterable(field)) throw invalidField(`field '${field.name}' can not be sorted in a query call`);
  return field;
};

/** What two values of a field are compared by; null stays null. */
const comparable = (field: FieldDefinition, value: Json | undefined): Comparable | null => {
  if (value === null || value === undefined || typeof value === 'object') return null;
  if (field.type === 'datetime' && typeof value === 'string') return Date.parse(value);
  if (field.type === 'id' || field.type === 'reference') return withChecksum(String(value));
  return typeof value === 'string' && field.type !== 'date' && field.type !== 'time'
    ? value.toLowerCase()
    : value;
};

const literalKinds: Readonly<Partial<Record<FieldDefinition['type'], Literal['kind']>>> = {
  boolean: 'boolean',
  int: 'number',
  double: 'number',
  currency: 'number',
  percent: 'number',
  date: 'date',
  datetime: 'datetime',
};

const literalOf = (field: FieldDefinition, literal: Literal): Comparable | null => {
  if (literal.kind === 'null') return null;
  const kind = literalKinds[field.type] ?? 'string';
  if (literal.kind === kind) return comparable(field, literal.value);
  const quotes =
    literal.kind === 'string' ? 'should not be enclosed in quotes' : 'should be enclosed in quotes';
  throw invalidField(
    `value of filter criterion for field '${field.name}' must be of type ${field.type} and ${quotes}`,
  );
};

const likePattern = (text: string): RegExp => {
  const source = text.replace(/\\[%_]|[.*+?^${}()|[\]\\%_]/g, (part) => {
    if (part === '%') return '[^]*';
    if (part === '_') return '[^]';
    return part.length === 2 ? part.slice(1) : `\\${part}`;
  });
  return new RegExp(`^${source}$`, 'i');
};

const ordered: Readonly<Partial<Record<Operator, (order: number) => boolean>>> = {
  '<': (order) => order < 0,
  '>': (order) => order > 0,
  '<=': (order) => order <= 0,
  '>=': (order) => order >= 0,
};

const orderOf = (a: Comparable, b: Comparable): number => (a < b ? -1 : a > b ? 1 : 0);

const compileComparison = (object: ObjectDefinition, condition: Condition & { kind: 'compare' }): Test => {
  const field = filterable(object, condition.field);
  const { operator } = condition;
  const wanted = condition.literals.map((literal) => literalOf(field, literal));
  const valueOf = (record: StoredRecord): Comparable | null => comparable(field, record[field.name]);
  if (operator === '=' || operator === 'IN') return (record) => wanted.includes(valueOf(record));
  if (operator === '!=' || operator === 'NOT IN') return (record) => !wanted.includes(valueOf(record));
  const [first = null] = wanted;
  if (operator === 'LIKE') {
    if (typeof first !== 'string') throw invalidField(`invalid operator on ${field.type} field`);
    const pattern = likePattern(first);
    return (record) => pattern.test(String(valueOf(record) ?? ''));
  }
  const holds = ordered[operator];
  if (holds === undefined || first === null || field.type === 'boolean') {
    throw invalidField(`invalid operator on ${field.type} field '${field.name}'`);
  }
  return (record) => {
    const value = valueOf(record);
    return value !== null && holds(orderOf(value, first));
  };
};

const compile = (object: ObjectDefinition, condition: Condition): Test => {
  if (condition.kind === 'compare') return compileComparison(object, condition);
  if (condition.kind === 'not') {
    const test = compile(object, condition.part);
    return (record) => !test(record);
  }
  const tests = condition.parts.map((part) => compile(object, part));
  return condition.kind === 'and'
    ? (record) => tests.every((test) => test(record))
    : (record) => tests.some((test) => test(record));
};

const compileOrder = (object: ObjectDefinition, orderBy: readonly OrderBy[]) => {
  const sorts = orderBy.map((by) => ({ ...by, definition: sortable(object, by.field) }));
  return (a: StoredRecord, b: StoredRecord): number => {
    for (const { definition, descending, nullsLast } of sorts) {
      const left = comparable(definition, a[definition.name]);
      const right = comparable(definition, b[definition.name]);
      if (left === right) continue;
      if (left === null) return nullsLast ? 1 : -1;
      if (right === null) return nullsLast ? -1 : 1;
      const order = orderOf(left, right);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  };
};

/** The matching records in order, before LIMIT is cut into pages. `all` includes deleted ones (queryAll). */
export const runSoql = (
  query: SoqlQuery,
  object: ObjectDefinition,
  records: Iterable<StoredRecord>,
  all: boolean,
): StoredRecord[] => {
  const test = query.where === null ? () => true : compile(object, query.where);
  const order = compileOrder(object, query.orderBy);
  const found = [];
  for (const record of records) if ((all || record['IsDeleted'] !== true) && test(record)) found.push(record);
  if (query.orderBy.length > 0) found.sort(order);
  return found.slice(query.offset, query.limit === null ? undefined : query.offset + query.limit);
};
