/**
 * The suite that every connector passes: `conformsTo('mongodb', makeSource)` in its contract test.
 * What a source cannot do (no writes, no credentials, no incremental read) it declares as null, and those cases ask
 * nothing of it.
 */
import { fieldTypes } from '../../domain/schema/types.ts';
import { group, readAll } from './filled-source.ts';
import { reading, readingIncrementally } from './reading-suite.ts';
import {
  collect,
  faultCode,
  fieldNamed,
  freshRows,
  keyValues,
  objectNamed,
  requestFor,
  rowsOf,
  textOf,
} from './source-under-test.ts';
import type { SourceUnderTest } from './source-under-test.ts';

export type { OpenedSource, OpenWith, SourceUnderTest } from './source-under-test.ts';

const hostileNames = [
  'x"; DROP TABLE canary; --',
  "a'b",
  'a`b',
  'a"b',
  '$where',
  'a.b',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  'Id FROM User WHERE Id != null',
  'naïve\u202Ename',
  'x\u0000y',
  '',
];

/** Registers the suite for one connector. `makeSource` is called once per group and must answer an untouched source. */
export const conformsTo = (name: string, makeSource: () => Promise<SourceUnderTest>): void => {
  describe(`${name} conforms to the connector contract`, () => {
    checking(makeSource);
    discovering(makeSource);
    reading(makeSource);
    readingIncrementally(makeSource);
    writing(makeSource);
    drifting(makeSource);
  });
};

const checking = (makeSource: () => Promise<SourceUnderTest>): void => {
  group('check', makeSource, (filled) => {
    test('reports a good connection step by step', async () => {
      const report = await filled().connector.check();
      expect(report.steps.filter((step) => !step.ok)).toEqual([]);
      expect(report.ok).toBe(true);
      expect(report.steps.length).toBeGreaterThan(0);
    });

    test('reports a wrong credential as a failed step, without naming it', async () => {
      const { source, open } = filled();
      if (source.wrongCredential === null) return;
      const connector = await open(source.wrongCredential.open);
      try {
        const report = await connector.check();
        expect(report.ok).toBe(false);
        expect(report.steps.find((step) => !step.ok)?.name).toBe(source.wrongCredential.step);
        for (const secret of source.secrets) expect(JSON.stringify(report)).not.toContain(secret);
        expect(await faultCode(() => connector.discover())).toBe('source_auth_failed');
      } finally {
        await connector.close();
      }
    });

    test('an unreachable source is a failed step and a retryable fault, not a hang', async () => {
      const { source, open } = filled();
      if (source.unreachable === null) return;
      const connector = await open(source.unreachable);
      try {
        const report = await connector.check();
        expect(report.ok).toBe(false);
        expect(report.steps.at(-1)?.ok).toBe(false);
        expect(await faultCode(() => connector.discover())).toBe('source_unreachable');
      } finally {
        await connector.close();
      }
    });

    test('an address outside the egress list is refused', async () => {
      const { source, open } = filled();
      if (source.unreachable === null) return;
      const refused = async (): Promise<unknown> => {
        const connector = await open({ ...source.open, egressAllow: [] });
        try {
          return await connector.discover();
        } finally {
          await connector.close();
        }
      };
      expect(await faultCode(refused)).toBe('egress_refused');
    });
  });
};

const discovering = (makeSource: () => Promise<SourceUnderTest>): void => {
  group('discover', makeSource, (filled) => {
    test('finds the seeded objects with typed fields, key and change fields', async () => {
      const { source, connector, discovered } = filled();
      const { objects } = await connector.discover();
      for (const { object } of source.seed) {
        const found = objectNamed(objects, object.name);
        expect(found.access).toBe('granted');
        for (const field of object.fields) expect(found.fields.map(({ name }) => name)).toContain(field.name);
      }
      const main = await discovered();
      for (const field of main.fields) expect(fieldTypes).toContain(field.type);
      for (const field of source.key) expect(fieldNamed(main, field)).toBeDefined();
      if (source.incremental !== null) expect(main.changeFields).toContain(source.incremental.changeField);
      for (const field of main.changeFields) expect(fieldNamed(main, field)).toBeDefined();
      expect(new Set(main.fields.map(({ name }) => name)).size).toBe(main.fields.length);
    });

    test('answers the same twice, also through a second connection', async () => {
      const { connector, open } = filled();
      const first = await connector.discover();
      expect(await connector.discover()).toEqual(first);
      const second = await open();
      try {
        expect(await second.discover()).toEqual(first);
      } finally {
        await second.close();
      }
    });

    test('names that nobody discovered are refused, and harm nothing', async () => {
      const { source, connector, discovered } = filled();
      const object = await discovered();
      const before = await connector.count(object);
      for (const hostile of hostileNames) {
        const renamed = requestFor({ ...object, name: hostile }, source);
        await faultCode(() => collect(connector.read(renamed)));
        if (source.incremental === null) continue;
        const byOtherField = requestFor(object, source, { mode: 'incremental', changeField: hostile });
        await faultCode(() => collect(connector.read(byOtherField)));
      }
      expect(await connector.count(object)).toBe(before);
    });

    test('objects with hostile names come back as they are', async () => {
      const { source, connector } = filled();
      if (source.hostile.length === 0) return;
      await connector.seed?.(source.hostile);
      const { objects } = await connector.discover();
      for (const { object: wanted, rows } of source.hostile) {
        const object = objectNamed(objects, wanted.name);
        const read = freshRows(
          await collect(connector.read(requestFor(object, source, { key: wanted.key }))),
        );
        const names = wanted.fields.map((field) => field.name);
        const expected = rows.map((cells) =>
          textOf(Object.fromEntries(names.map((field, at) => [field, cells[at]]))),
        );
        const seen = read.map((row) => textOf(Object.fromEntries(names.map((field) => [field, row[field]]))));
        expect(seen.sort()).toEqual(expected.sort());
      }
      expect(objectNamed(objects, source.object).name).toBe(source.object);
    });
  });
};

const writing = (makeSource: () => Promise<SourceUnderTest>): void => {
  group('write', makeSource, (filled) => {
    test('create, fetch, update, fetch, delete, fetch', async () => {
      const { source, connector, discovered } = filled();
      if (source.write === null) return;
      const object = await discovered();
      const key = await connector.create(object, source.write.create);
      expect(key).toHaveLength(source.key.length);
      expect(await connector.fetch(object, key)).toMatchObject(source.write.create);
      await connector.update(object, key, source.write.change);
      expect(await connector.fetch(object, key)).toMatchObject({
        ...source.write.create,
        ...source.write.change,
      });
      await connector.delete(object, key);
      expect(await connector.fetch(object, key)).toBeNull();
      await connector.delete(object, key);
    });

    test('fetch answers the same values as read', async () => {
      const { source, connector, discovered } = filled();
      if (source.write === null) return;
      const object = await discovered();
      const [row] = freshRows(await readAll(filled()));
      const fetched = await connector.fetch(object, keyValues(row!, source.key));
      expect(textOf(fetched)).toBe(textOf(row));
    });

    test('a missing record: fetch answers null, update throws not_found', async () => {
      const { source, connector, discovered } = filled();
      if (source.write === null) return;
      const { missing, change } = source.write;
      const object = await discovered();
      expect(await connector.fetch(object, missing)).toBeNull();
      expect(await faultCode(() => connector.update(object, missing, change))).toBe('not_found');
    });

    test('fields that nobody discovered cannot be written', async () => {
      const { source, connector, discovered } = filled();
      if (source.write === null || source.module.system === 'mongodb') return;
      const object = await discovered();
      const before = await connector.count(object);
      for (const hostile of hostileNames) {
        await faultCode(() => connector.create(object, { ...source.write?.create, [hostile]: 'x' }));
      }
      expect(await connector.count(object)).toBe(before);
    });

    test('seeding twice changes nothing', async () => {
      const { source, connector } = filled();
      const before = (await readAll(filled())).flatMap(rowsOf).map(textOf);
      await connector.seed?.(source.seed);
      expect((await readAll(filled())).flatMap(rowsOf).map(textOf)).toEqual(before);
    });
  });
};

const drifting = (makeSource: () => Promise<SourceUnderTest>): void => {
  group('mutate', makeSource, (filled) => {
    test('discover sees each change of the schema', async () => {
      const { source, connector, discovered, open } = filled();
      for (const { title, mutation, before, after } of source.drifts) {
        const was = await discovered();
        if (before !== null) expect([title, fieldNamed(was, before)?.name]).toEqual([title, before]);
        if (after !== null && after !== before)
          expect([title, fieldNamed(was, after)]).toEqual([title, undefined]);
        expect(connector.mutate).toBeDefined();
        await connector.mutate?.(mutation);
        const fresh = await open();
        const is = objectNamed((await fresh.discover()).objects, source.object);
        await fresh.close();
        expect(objectNamed((await connector.discover()).objects, source.object)).toEqual(is);
        if (after !== null) expect([title, fieldNamed(is, after)?.name]).toEqual([title, after]);
        if (before !== null && before !== after)
          expect([title, fieldNamed(is, before)]).toEqual([title, undefined]);
        if (before !== null && before === after) {
          expect(fieldNamed(is, after)?.type).not.toBe(fieldNamed(was, before)?.type);
        }
      }
    });

    test('a mutation of an unknown kind is refused', async () => {
      const { source, connector } = filled();
      const unknown = { kind: 'set_on_fire', object: source.object, arguments: {} };
      expect(await faultCode(async () => connector.mutate?.(unknown))).toBe('invalid_request');
    });

    test('all rows can still be read afterwards', async () => {
      expect(freshRows(await readAll(filled()))).toHaveLength(filled().source.seed[0]!.rows.length);
    });
  });
};
