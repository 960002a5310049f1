/** The org that the simulator plays: objects, records, and the rules of writing them. Kept in memory. */
import type { Json } from '../../../domain/json.ts';
import { defineField } from './field-definition.ts';
import type { FieldDefinition } from './field-definition.ts';
import { recordId, withChecksum } from './record-id.ts';
import { SalesforceError } from './salesforce-error.ts';
import { idOf } from './run-soql.ts';
import type { StoredRecord } from './run-soql.ts';
import { storedValue, wireTime } from './stored-value.ts';
import { withDerivedFields } from './derived-fields.ts';
import { customObject, standardObjects } from './standard-objects.ts';
import type { ObjectDefinition } from './standard-objects.ts';

export interface OrgObject {
  definition: ObjectDefinition;
  readonly records: Map<string, StoredRecord>;
}

/** Whether a record is as it is loaded, or was changed after the time that it is loaded with. */
const isSettled = (before: StoredRecord, given: Readonly<Record<string, Json>>): boolean => {
  const [known, stamp] = [before['SystemModstamp'], given['SystemModstamp']];
  if (typeof known === 'string' && typeof stamp === 'string' && Date.parse(known) > Date.parse(stamp))
    return true;
  return Object.entries(given).every(([field, value]) => before[field] === value);
};

/** What a snapshot file holds of the org. */
export interface OrgSnapshot {
  readonly nextNumber: number;
  readonly objects: readonly {
    readonly definition: ObjectDefinition;
    readonly records: readonly StoredRecord[];
  }[];
}

export class Org {
  readonly #objects = new Map<string, OrgObject>();
  readonly #instance: string;
  readonly #now: () => Date;
  #nextNumber = 1;
  /** Called after each change; the server writes its snapshot then. */
  changed: () => void = () => undefined;

  constructor(instance: string, now: () => Date) {
    this.#instance = instance;
    this.#now = now;
    for (const definition of standardObjects) this.#add(definition);
  }

  #add(definition: ObjectDefinition): OrgObject {
    const object: OrgObject = { definition, records: new Map() };
    this.#objects.set(definition.name.toLowerCase(), object);
    return object;
  }

  objects(): OrgObject[] {
    return [...this.#objects.values()];
  }

  find(name: string): OrgObject | undefined {
    return this.#objects.get(name.toLowerCase());
  }

  /** @throws SalesforceError as the query service (`INVALID_TYPE`) or the sObject resource (`NOT_FOUND`) says it. */
  get(name: string, by: 'query' | 'path'): OrgObject {
    const object = this.find(name);
    if (object !== undefined) return object;
    if (by === 'path') throw new SalesforceError(404, 'NOT_FOUND', 'The requested resource does not exist');
    throw new SalesforceError(
      400,
      'INVALID_TYPE',
      `\nFROM ${name}\n^\nsObject type '${name}' is not supported.`,
    );
  }

  addObject(name: string): OrgObject {
    if (!/^[A-Za-z]\w*$/.test(name)) throw new RangeError(`${name} is no API name`);
    const keyPrefix = `a${this.#objects.size.toString(36).padStart(2, '0')}`;
    const object = this.find(name) ?? this.#add(customObject(name, keyPrefix));
    this.changed();
    return object;
  }

  rename(from: string, to: string): void {
    const object = this.get(from, 'path');
    if (this.find(to) !== undefined) throw new RangeError(`there is already an object ${to}`);
    this.#objects.delete(from.toLowerCase());
    object.definition = { ...object.definition, name: to, label: to, labelPlural: to };
    this.#objects.set(to.toLowerCase(), object);
    this.changed();
  }

  /** Replaces the definition of an object's fields; records are the caller's business. */
  setFields(object: OrgObject, fields: readonly FieldDefinition[]): void {
    object.definition = { ...object.definition, fields };
    this.changed();
  }

  /** Values of a request, checked against the definition: unknown and read-only fields are refused. */
  #writable(object: OrgObject, values: Readonly<Record<string, Json>>): [string, Json][] {
    return Object.entries(values)
      .filter(([name]) => name !== 'attributes')
      .map(([name, value]) => {
        const field = object.definition.fields.find(
          (known) => known.name.toLowerCase() === name.toLowerCase(),
        );
        if (field === undefined) {
          const message = `No such column '${name}' on sobject of type ${object.definition.name}`;
          throw new SalesforceError(400, 'INVALID_FIELD', message, [name]);
        }
        if (field.readOnly) {
          const message = `Unable to create/update fields: ${field.name}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`;
          throw new SalesforceError(400, 'INVALID_FIELD_FOR_INSERT_UPDATE', message, [field.name]);
        }
        return [field.name, storedValue(field, value)];
      });
  }

  #unique(object: OrgObject, id: string, record: StoredRecord): void {
    for (const { name, externalId } of object.definition.fields) {
      const value = record[name];
      if (!externalId || value === null || value === undefined) continue;
      const twin = [...object.records.values()].find(
        (other) => other[name] === value && other['Id'] !== id && other['IsDeleted'] !== true,
      );
      if (twin === undefined) continue;
      const message = `duplicate value found: ${name} duplicates value on record with id: ${idOf(twin)}`;
      throw new SalesforceError(400, 'DUPLICATE_VALUE', message, [name]);
    }
  }

  #required(object: OrgObject, record: StoredRecord): void {
    const missing = object.definition.fields
      .filter(({ name, required }) => required && (record[name] ?? null) === null)
      .map(({ name }) => name);
    if (missing.length === 0) return;
    const message = `Required fields are missing: [${missing.join(', ')}]`;
    throw new SalesforceError(400, 'REQUIRED_FIELD_MISSING', message, missing);
  }

  #put(object: OrgObject, record: Record<string, Json>): void {
    object.records.set(idOf(record), Object.freeze(withDerivedFields(object.definition, record)));
    this.changed();
  }

  create(object: OrgObject, values: Readonly<Record<string, Json>>): string {
    const id = recordId(object.definition.keyPrefix, this.#instance, this.#nextNumber++);
    const now = wireTime(this.#now());
    const record: Record<string, Json> = {};
    for (const field of object.definition.fields)
      record[field.name] = field.type === 'boolean' ? false : null;
    Object.assign(record, Object.fromEntries(this.#writable(object, values)));
    Object.assign(record, { Id: id, CreatedDate: now, LastModifiedDate: now, SystemModstamp: now });
    this.#required(object, record);
    this.#unique(object, id, record);
    this.#put(object, record);
    return id;
  }

  /** @throws SalesforceError `NOT_FOUND`, or `ENTITY_IS_DELETED` for a record in the recycle bin. */
  record(object: OrgObject, id: string): StoredRecord {
    const record = object.records.get(withChecksum(id));
    if (record === undefined) {
      throw new SalesforceError(
        404,
        'NOT_FOUND',
        'Provided external ID field does not exist or is not accessible',
      );
    }
    if (record['IsDeleted'] === true)
      throw new SalesforceError(404, 'ENTITY_IS_DELETED', 'entity is deleted');
    return record;
  }

  update(object: OrgObject, id: string, values: Readonly<Record<string, Json>>): void {
    const before = this.record(object, id);
    const now = wireTime(this.#now());
    const record: Record<string, Json> = { ...before, ...Object.fromEntries(this.#writable(object, values)) };
    Object.assign(record, { LastModifiedDate: now, SystemModstamp: now });
    this.#required(object, record);
    this.#unique(object, idOf(before), record);
    this.#put(object, record);
  }

  remove(object: OrgObject, id: string): void {
    const now = wireTime(this.#now());
    this.#put(object, {
      ...this.record(object, id),
      IsDeleted: true,
      LastModifiedDate: now,
      SystemModstamp: now,
    });
  }

  byExternalId(object: OrgObject, field: string, value: string): StoredRecord | undefined {
    const definition = object.definition.fields.find(
      (known) => known.name.toLowerCase() === field.toLowerCase(),
    );
    if (definition === undefined || !(definition.externalId || definition.type === 'id')) {
      throw new SalesforceError(
        404,
        'NOT_FOUND',
        'Provided external ID field does not exist or is not accessible',
      );
    }
    return [...object.records.values()].find(
      (record) => record[definition.name] === value && record['IsDeleted'] !== true,
    );
  }

  /**
   * Puts records as they are, with their ids and times, and adds fields that the object does not have yet; a record that
   * is already there with the same values keeps its times, and one that was changed since it was loaded stays as it is.
   */
  load(name: string, records: readonly Readonly<Record<string, Json>>[]): number {
    const object = this.find(name) ?? this.addObject(name);
    const now = wireTime(this.#now());
    let changes = 0;
    for (const given of records) {
      const plain = Object.fromEntries(
        Object.entries(given).filter(
          ([field, value]) => field !== 'attributes' && (value === null || typeof value !== 'object'),
        ),
      );
      this.#learnFields(object, plain);
      const types = new Map(object.definition.fields.map((field) => [field.name, field]));
      const values: Record<string, Json> = {};
      for (const [field, value] of Object.entries(plain)) {
        const definition = types.get(field);
        if (definition !== undefined) values[field] = storedValue(definition, value);
      }
      const fallback = recordId(object.definition.keyPrefix, this.#instance, this.#nextNumber);
      const id = withChecksum(typeof values['Id'] === 'string' ? values['Id'] : fallback);
      if (id === fallback) this.#nextNumber++;
      const before = object.records.get(id);
      if (before !== undefined && isSettled(before, values)) continue;
      const stamp = values['SystemModstamp'] ?? values['LastModifiedDate'] ?? now;
      const blank = Object.fromEntries(
        object.definition.fields.map(({ name: field, type }) => [field, type === 'boolean' ? false : null]),
      );
      const times = { CreatedDate: stamp, LastModifiedDate: stamp, SystemModstamp: stamp };
      this.#put(object, { ...blank, ...times, ...(before ?? {}), ...times, ...values, Id: id });
      changes++;
    }
    return changes;
  }

  #learnFields(object: OrgObject, values: Readonly<Record<string, Json>>): void {
    const known = new Set(object.definition.fields.map((field) => field.name));
    const types: Readonly<Record<string, string>> = { number: 'double', boolean: 'boolean' };
    const fresh = Object.entries(values)
      .filter(([field, value]) => !known.has(field) && value !== null)
      .map(([field, value]) => defineField(field, types[typeof value] ?? 'string', { length: 32_000 }));
    if (fresh.length > 0) this.setFields(object, [...object.definition.fields, ...fresh]);
  }

  snapshot(): OrgSnapshot {
    const objects = this.objects().map(({ definition, records }) => ({
      definition,
      records: [...records.values()],
    }));
    return { nextNumber: this.#nextNumber, objects };
  }

  restore(snapshot: OrgSnapshot): void {
    this.#nextNumber = snapshot.nextNumber;
    this.#objects.clear();
    for (const { definition, records } of snapshot.objects) {
      const object = this.#add(definition);
      for (const record of records) object.records.set(idOf(record), record);
    }
  }
}
