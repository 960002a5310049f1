/** Filling and changing an org: rows over the ordinary REST API, changes of the schema only in a simulator. */
import { Fault } from '../../domain/faults.ts';
import type { Cell, Json } from '../../domain/json.ts';
import type { FieldType, SourceField, SourceObject } from '../../domain/schema/types.ts';
import type { Mutation, SeedObject } from '../contract.ts';
import { cellOf } from './cell.ts';
import type { Objects } from './objects.ts';
import { queryOnce } from './pages.ts';
import type { Records } from './records.ts';
import type { Session } from './session.ts';
import { soqlName, soqlText } from './soql.ts';

type Values = Readonly<Record<string, Json>>;

const salesforceTypes: Readonly<Partial<Record<FieldType, string>>> = {
  integer: 'int',
  decimal: 'double',
  float: 'double',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'datetime',
  enum: 'picklist',
};

const valuesOf = ({ object }: SeedObject, cells: readonly Cell[]): Values =>
  Object.fromEntries(object.fields.map((field, at) => [field.name, cells[at] ?? null]));

const columnOf = (field: SourceField, key: readonly string[]): Values => ({
  name: field.name,
  type: salesforceTypes[field.type] ?? 'string',
  ...(field.values === undefined ? {} : { values: field.values }),
  ...(field.precision === undefined ? {} : { precision: field.precision, scale: field.scale ?? 0 }),
  ...(key.includes(field.name) ? { external: true } : {}),
});

const isSame = (field: SourceField | undefined, wanted: Json, found: Json): boolean =>
  JSON.stringify(cellOf(field ?? { type: 'string' }, wanted === '' ? null : wanted)) ===
  JSON.stringify(found);

export class SalesforceTestSource {
  readonly #session: Session;
  readonly #objects: Objects;
  readonly #records: Records;

  constructor(session: Session, objects: Objects, records: Records) {
    this.#session = session;
    this.#objects = objects;
    this.#records = records;
  }

  /** True when the other side says that it is a simulator; a real org is never asked to change its schema. */
  async #isSimulator(): Promise<boolean> {
    if (/(^|\.)(salesforce|force)\.(com|mil)$/.test(new URL(this.#session.loginOrigin).hostname))
      return false;
    try {
      const answer = await this.#session.call(
        (connection) => connection.request<Partial<Values> | null>(`${this.#session.loginOrigin}/simulator`),
        { place: 'simulator' },
      );
      return answer?.['simulator'] === 'salesforce';
    } catch (error) {
      if (error instanceof Fault && error.code === 'not_found') return false;
      throw error;
    }
  }

  async mutate(mutation: Mutation): Promise<void> {
    if (!(await this.#isSimulator())) {
      throw new Fault('forbidden', 'This is a real org: its schema is not changed from here.');
    }
    const url = `${this.#session.loginOrigin}/simulator/mutate`;
    await this.#session.call((connection) => connection.requestPost(url, mutation), {
      place: mutation.object,
    });
    this.#objects.forget(mutation.object);
  }

  async #prepare({ object }: SeedObject): Promise<SourceObject> {
    const known = await this.#objects.names();
    if (!known.some(({ name, offered }) => name === object.name && offered)) {
      await this.mutate({ kind: 'add_object', object: object.name, arguments: {} });
    }
    const described = await this.#objects.get(object.name);
    const names = new Set(described.fields.map(({ name }) => name));
    const missing = object.fields.filter(({ name }) => !names.has(name));
    for (const field of missing) {
      await this.mutate({ kind: 'add_column', object: object.name, arguments: columnOf(field, object.key) });
    }
    return missing.length === 0 ? described : this.#objects.get(object.name);
  }

  async #find(object: SourceObject, keyField: string, key: string): Promise<string | null> {
    const names = new Set(object.fields.map(({ name }) => name));
    const field = soqlName(keyField, names);
    const soql = `SELECT Id FROM ${object.name} WHERE ${field} = ${soqlText(key)} LIMIT 1`;
    const { records } = await queryOnce(this.#session, soql, object.name, false);
    return records[0]?.Id ?? null;
  }

  async #create(object: SourceObject, values: Values): Promise<string> {
    const [id] = await this.#records.create(object, values);
    if (typeof id !== 'string')
      throw new Fault('source_protocol', `${object.name}: no id for the new record`);
    return id;
  }

  /** Creates the record, or changes it where it differs; answers its id. */
  async #upsert(object: SourceObject, keyField: string, values: Values): Promise<string> {
    const key = values[keyField];
    if (typeof key !== 'string' || key === '')
      throw new Fault('invalid_request', `${object.name}: a row without ${keyField}`);
    const id = await this.#find(object, keyField, key);
    if (id === null) return this.#create(object, values);
    const found = (await this.#records.fetch(object, [id])) ?? {};
    const fields = new Map(object.fields.map((field) => [field.name, field]));
    const differing = Object.entries(values).filter(
      ([name, value]) => !isSame(fields.get(name), value, found[name] ?? null),
    );
    if (differing.length > 0) await this.#records.update(object, [id], Object.fromEntries(differing));
    return id;
  }

  /**
   * Fills an org. A seed whose key is an external id goes row by row over REST, as into any org, and references may name
   * the keys of rows seeded before; a seed whose key is `Id` is loaded as it is, which only a simulator allows.
   */
  async seed(seeds: readonly SeedObject[]): Promise<void> {
    const ids = new Map<string, Map<string, string>>();
    for (const seed of seeds) {
      const object = await this.#prepare(seed);
      const [keyField = 'Id'] = seed.object.key;
      const rows = seed.rows.map((cells) => valuesOf(seed, cells));
      if (keyField === 'Id') {
        await this.mutate({ kind: 'load_rows', object: object.name, arguments: { rows } });
        continue;
      }
      const seeded = new Map<string, string>();
      ids.set(object.name, seeded);
      for (const row of rows) {
        const id = await this.#upsert(object, keyField, this.#linked(object, row, ids));
        const key = row[keyField];
        if (typeof key === 'string') seeded.set(key, id);
      }
    }
  }

  /** References that name a seeded row's key become that row's id. */
  #linked(object: SourceObject, row: Values, ids: ReadonlyMap<string, ReadonlyMap<string, string>>): Values {
    const targets = new Map(object.fields.map((field) => [field.name, field.references?.object]));
    return Object.fromEntries(
      Object.entries(row).map(([name, value]) => {
        const target = targets.get(name);
        const id =
          target === undefined || typeof value !== 'string' ? undefined : ids.get(target)?.get(value);
        return [name, id ?? value];
      }),
    );
  }
}
