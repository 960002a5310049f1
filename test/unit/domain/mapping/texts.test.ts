import fc from 'fast-check';
import type { Cell, Json } from '../../../../domain/json.ts';
import { canonicalJson, storableJson } from '../../../../domain/mapping/canonical-json.ts';
import { diffMappings } from '../../../../domain/mapping/diff.ts';
import { compileEventJson } from '../../../../domain/mapping/envelope.ts';
import type { EventBody } from '../../../../domain/mapping/envelope.ts';
import { JsonBytes } from '../../../../domain/mapping/json-bytes.ts';
import { parseMapping } from '../../../../domain/mapping/parse.ts';
import { compileRawJson } from '../../../../domain/mapping/raw-json.ts';
import { compileKey, keylessRecordId, recordIdOf } from '../../../../domain/mapping/record-key.ts';

const shuffled = (value: Json): Json => {
  if (Array.isArray(value)) return (value as readonly Json[]).map(shuffled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, shuffled(member)]),
  );
};

/** What was written, as text; fails on bytes that are no UTF-8. */
const written = (bytes: JsonBytes, from = 0, to = bytes.length): string =>
  new TextDecoder('utf-8', { fatal: true }).decode(bytes.view(from, to));

const rawJson = (columns: readonly string[], row: readonly Cell[]): string => {
  const into = new JsonBytes('exact');
  compileRawJson(columns, into)(row);
  return written(into);
};

describe('record ids', () => {
  test('are one for a number and its text, and null without a part', () => {
    expect(recordIdOf([17])).toBe('17');
    expect(recordIdOf(['17'])).toBe('17');
    expect(recordIdOf([1e21])).toBe('1000000000000000000000');
    expect(recordIdOf(['a|b', 'c\\'])).toBe('a\\|b|c\\\\');
    for (const empty of [null, '', undefined]) expect(recordIdOf(['a', empty])).toBeNull();
    expect(keylessRecordId('abc', 2)).toBe('abc#2');
  });

  test('of different composite keys differ', () => {
    const part = fc.string({ minLength: 1, unit: fc.constantFrom('a', '|', '\\') });
    fc.assert(
      fc.property(fc.tuple(part, part), fc.tuple(part, part), (left, right) => {
        expect(recordIdOf(left) === recordIdOf(right)).toBe(left[0] === right[0] && left[1] === right[1]);
      }),
    );
  });

  test('are read by path, or refused with a reason', () => {
    const idOf = compileKey(['a.b', 'c'], ['c', 'a']);
    expect(idOf(['x', { b: 1 }])).toBe('1|x');
    expect(idOf(['x', {}])).toMatchObject({ pointer: 'a.b, c', code: 'key_missing' });
    expect(idOf(['x'.repeat(700), { b: 1 }])).toMatchObject({ code: 'key_too_long' });
    expect(idOf(['\0', { b: 1 }])).toMatchObject({ code: 'key_unstorable' });
  });
});

describe('canonical JSON', () => {
  test('is JSON that does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value as Json);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(shuffled(value as Json))).toBe(text);
      }),
    );
  });

  test('of texts is what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(canonicalJson(text)).toBe(JSON.stringify(text));
      }),
    );
  });

  test('is written as bytes as it is as text, however long and whatever stands in it', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.constantFrom('"', '\\', '\0', '\n', '\x1f', '\x7f', 'é', '€', '😀', '\ud800', '\udc00'),
      }),
      // About as long as what is no longer escaped in place.
      fc
        .tuple(
          fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 }),
          fc.integer({ min: 4_090, max: 4_110 }),
        )
        .map(([part, length]) => part.repeat(length).slice(0, length)),
    );
    const value = fc.oneof(text, fc.dictionary(text, text), fc.jsonValue());
    fc.assert(
      fc.property(fc.array(value, { maxLength: 4 }), (values) => {
        for (const [form, json] of [
          ['exact', canonicalJson],
          ['storable', storableJson],
        ] as const) {
          const into = new JsonBytes(form);
          for (const one of values) into.value(one as Json);
          expect(written(into)).toBe(values.map((one) => json(one as Json)).join(''));
        }
      }),
    );
  });

  test('of a row sorts its columns and leaves out absent values', () => {
    const text = rawJson(['b', 'a', '"', 'Z'], [1, undefined, { y: 1, x: [null] }, 'z']);
    expect(text).toBe('{"\\"":{"x":[null],"y":1},"Z":"z","b":1}');
    expect(rawJson([], [])).toBe('{}');
    expect(rawJson(['a'], [undefined])).toBe('{}');
    expect(() => rawJson(['a', 'a'], [])).toThrow('stands twice');
  });

  test('refuses to go deeper than any real record', () => {
    const deep = JSON.parse('['.repeat(5000) + ']'.repeat(5000)) as Json;
    expect(() => rawJson(['a'], [deep])).toThrow(
      expect.objectContaining({ code: 'source_data_unreadable' }) as Error,
    );
  });
});

describe('the text of an event', () => {
  const textOf = (
    event: EventBody,
  ): { readonly hashed: string; readonly data: string; readonly extras: string } => {
    const into = new JsonBytes('storable');
    const { data, dataEnd, extras, extrasEnd } = compileEventJson('account', into)(event);
    return {
      hashed: written(into),
      data: written(into, data, dataEnd),
      extras: written(into, extras, extrasEnd),
    };
  };
  const body = {
    op: 'upsert',
    data: { name: 'n', domain: 'd.com' },
    extras: { z: { b: 1, a: 2 } },
    pending: [],
  } as const;

  test('covers op, data, extras and pending, and nothing of their order', () => {
    expect(textOf(body).hashed).toBe(
      '{"data":{"domain":"d.com","name":"n"},"extras":{"z":{"a":2,"b":1}},"op":"upsert","pending":[]}',
    );
    expect(textOf(body)).toMatchObject({
      data: '{"domain":"d.com","name":"n"}',
      extras: '{"z":{"a":2,"b":1}}',
    });
    expect(textOf({ ...body, data: { domain: 'd.com', name: 'n' }, extras: { z: { a: 2, b: 1 } } })).toEqual(
      textOf(body),
    );
    const others = [
      { ...body, op: 'delete' as const },
      { ...body, pending: ['phone'] },
      { ...body, data: { name: 'n', domain: null } },
    ];
    for (const other of others) expect(textOf(other).hashed).not.toBe(textOf(body).hashed);
  });

  test('holds nothing that PostgreSQL cannot read back', () => {
    const { extras } = textOf({ ...body, extras: { a: 'x\0y', b: '\ud800', c: '\\u0000', d: '😀' } });
    expect(JSON.parse(extras)).toEqual({ a: 'x\ufffdy', b: '\ufffd', c: '\\u0000', d: '😀' });
    expect(extras).not.toMatch(/(?<!\\)\\u/);
  });
});

describe('the difference of two mappings', () => {
  const before =
    'system: s\nobject: o\nentity: account\nversion: 1\nkey: Id\nfields:\n  name: Name\n  phone: Phone\n  industry: I\n';

  test('is empty for versions that say the same', () => {
    expect(
      diffMappings(
        parseMapping(before),
        parseMapping(before.replace('version: 1', 'version: 2').replace(': Phone', ': { from: [Phone] }')),
      ),
    ).toEqual([]);
  });

  test('names each field and what differs in it', () => {
    const after = before
      .replace('Id', '[Id, X]')
      .replace('phone: Phone', 'phone: { from: Tel, required: true }')
      .replace('industry', 'website');
    const changes = diffMappings(parseMapping(before), parseMapping(after));
    expect(changes.map(({ kind, part, name, properties }) => [kind, part, name, ...properties])).toEqual([
      ['changed', 'key', 'key'],
      ['changed', 'field', 'phone', 'from', 'required'],
      ['removed', 'field', 'industry'],
      ['added', 'field', 'website'],
    ]);
  });
});
