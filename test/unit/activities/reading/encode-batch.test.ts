import { BatchEncoder } from '../../../../activities/reading/encode-batch.ts';

test('the text of rows that are held makes a batch full as the bytes of the others do', () => {
  const encoder = new BatchEncoder({
    mappings: [],
    key: [],
    changeField: null,
    recordKeyPrefix: '',
    lost: new Set(),
    ledger: null,
  });
  const unreadable = Array.from({ length: 100 }, (_, at) => ({
    position: `line ${at}`,
    raw: 'x'.repeat(1000),
    code: 'ragged_row',
    message: 'The row has too many cells',
  }));
  encoder.add({ columns: ['a'], rows: [], unreadable, cursor: null });
  expect(encoder.gathered.bytes).toBeGreaterThanOrEqual(100_000);
  encoder.take();
  expect(encoder.gathered.bytes).toBeLessThan(100);
});
