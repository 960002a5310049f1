import { BSON, Decimal128, Double, Int32, Long, ObjectId } from 'mongodb';
import fc from 'fast-check';
import {
  emptyInference,
  fieldsOf,
  inferFields,
  joinTypes,
  merge,
  observe,
} from '../../../../connectors/mongodb/infer.ts';
import { fieldTypes } from '../../../../domain/schema/types.ts';

const bytes = (document: object): Uint8Array => BSON.serialize(document);
const fieldIn = (documents: readonly object[], name: string) =>
  inferFields(documents.map(bytes)).find((field) => field.name === name);

describe('inferFields', () => {
  test('finds nested paths, elements of lists, and how many documents hold them', () => {
    const documents = [
      { _id: new ObjectId(), a: { b: 1 }, tags: ['x', 'y'], lines: [{ sku: 'p' }, { sku: null }] },
      { _id: new ObjectId(), a: null, lines: [] },
    ];
    expect(inferFields(documents.map(bytes)).map(({ name, presence }) => [name, presence])).toEqual([
      ['_id', 1],
      ['a', 1],
      ['a.b', 0.5],
      ['lines', 1],
      ['lines[]', 0.5],
      ['lines[].sku', 0.5],
      ['tags', 0.5],
      ['tags[]', 0.5],
    ]);
    expect(fieldIn(documents, 'a')).toMatchObject({ type: 'object', nullable: true });
    expect(fieldIn(documents, 'lines[].sku')).toMatchObject({ type: 'string', nullable: true });
    expect(fieldIn(documents, '_id')).toMatchObject({
      type: 'string',
      nativeType: 'objectId',
      nullable: false,
    });
  });

  test('null never wins, numbers widen, the rest is mixed', () => {
    expect(fieldIn([{ a: null }, { a: true }], 'a')).toMatchObject({ type: 'boolean', nullable: true });
    expect(fieldIn([{ a: null }], 'a')).toMatchObject({ type: 'null' });
    expect(fieldIn([{ a: new Int32(1) }, { a: Long.fromNumber(2) }], 'a')).toMatchObject({ type: 'integer' });
    expect(fieldIn([{ a: new Int32(1) }, { a: new Double(1.5) }], 'a')).toMatchObject({ type: 'float' });
    expect(fieldIn([{ a: new Double(1.5) }, { a: Decimal128.fromString('1') }], 'a')).toMatchObject({
      type: 'decimal',
    });
    expect(fieldIn([{ a: 'x' }, { a: 1 }, { a: null }], 'a')).toMatchObject({
      type: 'mixed',
      types: ['integer', 'string'],
    });
    expect(fieldIn([{ a: new Date(0) }], 'a')).toMatchObject({
      type: 'timestamp',
      zoned: true,
      nativeType: 'date',
    });
  });

  test('joining types depends on no order and changes nothing when repeated', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...fieldTypes)), (types) => {
        const joined = joinTypes(types);
        expect(joinTypes([...types].reverse())).toBe(joined);
        expect(joinTypes([...types, ...types, 'null'])).toBe(joined);
      }),
    );
  });

  test('counts of two readers add up to the counts of one', () => {
    const cell = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null), fc.array(fc.integer()));
    const documents = fc.array(fc.dictionary(fc.constantFrom('a', 'b', 'c'), cell), { maxLength: 20 });
    fc.assert(
      fc.property(documents, documents, (first, second) => {
        const [one, two] = [emptyInference(), emptyInference()];
        for (const document of first) observe(one, bytes(document));
        for (const document of second) observe(two, bytes(document));
        merge(one, two);
        expect(fieldsOf(one)).toEqual(inferFields([...first, ...second].map(bytes)));
      }),
    );
  });

  test('documents used as maps do not make endless fields', () => {
    const map = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`key${at}`, at]));
    const inference = emptyInference();
    observe(inference, bytes(map));
    expect(fieldsOf(inference)).toHaveLength(2000);
    expect(inference.leftOut.size).toBeGreaterThan(0);
  });
});
