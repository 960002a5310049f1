import { Fault, isFault } from '../../domain/faults.ts';
import type { SourceObject, SourceSchema } from '../../domain/schema/types.ts';
import { lostObject, sourceObject } from './describe.ts';
import type { Session } from './session.ts';
import { isApiName } from './soql.ts';

const describesAtOnce = 4;

/** What the org says about its objects; each describe is asked for once per opened connection, discover asks anew. */
export class Objects {
  readonly #session: Session;
  readonly #known = new Map<string, Promise<SourceObject>>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** API names of the objects that this connection reads, in the order of the alphabet, and whether they are offered. */
  async names(): Promise<readonly { readonly name: string; readonly offered: boolean }[]> {
    const { sobjects } = await this.#session.call((connection) => connection.describeGlobal(), {
      place: 'describe',
      keepsReserve: true,
    });
    if (!Array.isArray(sobjects))
      throw new Fault('source_protocol', 'describe: Salesforce answered no list of objects.');
    const queryable = sobjects.filter(
      (object) => object.queryable && object.retrieveable && !object.deprecatedAndHidden,
    );
    const offered = new Set(queryable.map((object) => object.name));
    const { objects } = this.#session.config;
    const wanted = objects === 'all' ? [...offered] : [...new Set(objects)];
    return wanted.sort().map((name) => ({ name, offered: offered.has(name) }));
  }

  async #describe(name: string): Promise<SourceObject> {
    try {
      const described = await this.#session.call((connection) => connection.describe(name), {
        place: name,
        keepsReserve: true,
      });
      if (!Array.isArray(described.fields))
        throw new Fault('source_protocol', `${name}: this is no describe.`);
      return sourceObject(described);
    } catch (error) {
      if (!isFault(error) || error.code !== 'not_found') throw error;
      throw new Fault('source_object_missing', `Salesforce has no object ${name}, or hides it.`, {
        cause: error,
      });
    }
  }

  /**
   * The object as described; from memory when it was asked for before.
   * @throws Fault `source_object_missing`.
   */
  get(name: string): Promise<SourceObject> {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    if (!isApiName(name)) {
      const detail = `${JSON.stringify(name.slice(0, 80))} is no API name of an object.`;
      return Promise.reject(new Fault('source_object_missing', detail));
    }
    const asked = this.#describe(name);
    this.#known.set(name, asked);
    asked.catch(() => this.#known.delete(name));
    return asked;
  }

  /** The next `get` asks the org again. */
  forget(name: string): void {
    this.#known.delete(name);
  }

  async #offered(name: string): Promise<SourceObject> {
    try {
      return await this.get(name);
    } catch (error) {
      // Offered a moment ago, refused now: access was taken away in between.
      const gone =
        isFault(error) && ['source_object_missing', 'source_permission_denied'].includes(error.code);
      if (gone) return lostObject(name);
      throw error;
    }
  }

  /** All objects of this connection, asked for anew. */
  async discover(): Promise<SourceSchema> {
    const names = await this.names();
    this.#known.clear();
    const objects: SourceObject[] = [];
    for (let at = 0; at < names.length; at += describesAtOnce) {
      const some = names.slice(at, at + describesAtOnce);
      objects.push(
        ...(await Promise.all(
          some.map(({ name, offered }) =>
            offered ? this.#offered(name) : Promise.resolve(lostObject(name)),
          ),
        )),
      );
    }
    return { objects };
  }
}
