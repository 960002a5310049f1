/** The part of the contract suite about reading rows. */
import type { Json } from '../../domain/json.ts';
import type { RowBatch } from '../../connectors/contract.ts';
import { group, readAll } from './filled-source.ts';
import { collect, freshRows, keyOf, keyValues, requestFor, rowsOf, textOf } from './source-under-test.ts';
import type { Row, SourceUnderTest } from './source-under-test.ts';

const overlapMs = 10 * 60 * 1000;

export const reading = (makeSource: () => Promise<SourceUnderTest>): void => {
  group('read', makeSource, (filled) => {
    test('brings every row once', async () => {
      const { source, connector, discovered } = filled();
      const rows = freshRows(await readAll(filled()));
      expect(rows).toHaveLength(source.seed[0]!.rows.length);
      expect(new Set(rows.map((row) => keyOf(row, source.key))).size).toBe(rows.length);
      const counted = await connector.count(await discovered());
      if (counted !== null) expect(counted).toBe(rows.length);
    });

    test('keeps the limits of a batch, and aligns cells with columns', async () => {
      const { source, connector, discovered } = filled();
      const batches = await readAll(filled());
      expect(batches.length).toBeGreaterThan(1);
      for (const batch of batches) {
        expect(batch.rows.length).toBeLessThanOrEqual(25);
        for (const cells of batch.rows) expect(cells).toHaveLength(batch.columns.length);
        if (batch.positions !== undefined) expect(batch.positions).toHaveLength(batch.rows.length);
      }
      const small = await collect(
        connector.read(requestFor(await discovered(), source, { batchRows: 1000, batchBytes: 4000 })),
      );
      expect(small.length).toBeGreaterThan(1);
      expect(freshRows(small)).toHaveLength(freshRows(batches).length);
    });

    test('has small JSON cursors without secrets', async () => {
      for (const { cursor } of await readAll(filled())) {
        const text = JSON.stringify(cursor);
        expect(JSON.parse(text)).toEqual(cursor);
        expect(Buffer.byteLength(text)).toBeLessThan(4096);
        for (const secret of filled().source.secrets) expect(text).not.toContain(secret);
      }
    });

    test('resumes exactly after each cursor, also on a new connection', async () => {
      const { source, open, discovered } = filled();
      const batches = await readAll(filled());
      const object = await discovered();
      for (let at = 0; at < batches.length; at++) {
        const second = await open();
        try {
          const rest = await collect(
            second.read(requestFor(object, source, { resume: batches[at]!.cursor })),
          );
          expect(freshRows(rest).map(textOf)).toEqual(freshRows(batches.slice(at + 1)).map(textOf));
        } finally {
          await second.close();
        }
      }
    });

    test('a cursor of another kind is refused or ignored, never trusted', async () => {
      const { source, connector, discovered } = filled();
      const object = await discovered();
      const expected = freshRows(await readAll(filled())).length;
      const foreign: Json[] = [
        42,
        'abc',
        ['a'],
        { version: 999, injected: "' OR '1'='1" },
        { __proto__: 'x', after: {} },
      ];
      for (const resume of foreign) {
        const read = collect(connector.read(requestFor(object, source, { resume })));
        const rows = await read.then(freshRows, () => null);
        if (rows !== null) expect(rows).toHaveLength(expected);
      }
    });

    test('an aborted read throws, so that nobody takes it for a complete one', async () => {
      const { source, connector, discovered } = filled();
      const object = await discovered();
      const reason = new Error('stopped by the test');
      const already = requestFor(object, source, { signal: AbortSignal.abort(reason) });
      await expect(collect(connector.read(already))).rejects.toThrow(abortedWith(reason));
      const controller = new AbortController();
      let batches = 0;
      const stopping = async (): Promise<void> => {
        for await (const batch of connector.read(
          requestFor(object, source, { batchRows: 5, signal: controller.signal }),
        )) {
          expect(batch.rows.length).toBeLessThanOrEqual(5);
          batches++;
          controller.abort(reason);
        }
      };
      await expect(stopping()).rejects.toThrow(abortedWith(reason));
      expect(batches).toBe(1);
      expect(freshRows(await readAll(filled()))).toHaveLength(source.seed[0]!.rows.length);
    });

    test('a reader may walk away in the middle; the connection stays usable', async () => {
      const { source, connector, discovered } = filled();
      const object = await discovered();
      for await (const batch of connector.read(requestFor(object, source))) {
        expect(batch.rows.length).toBeGreaterThan(0);
        break;
      }
      expect(freshRows(await readAll(filled()))).toHaveLength(source.seed[0]!.rows.length);
    });

    test('readKeys brings exactly the keys of all rows', async () => {
      const { source, connector, discovered } = filled();
      const rows = freshRows(await readAll(filled()));
      const keys = freshRows(await collect(connector.readKeys(requestFor(await discovered(), source))));
      expect(keys.map((row) => keyOf(row, source.key)).sort()).toEqual(
        rows.map((row) => keyOf(row, source.key)).sort(),
      );
    });

    test('sample brings a few whole rows', async () => {
      const { source, connector, discovered } = filled();
      const object = await discovered();
      const all = new Set(freshRows(await readAll(filled())).map((row) => keyOf(row, source.key)));
      const sample = rowsOf(await connector.sample(object, 7));
      expect(sample).toHaveLength(7);
      for (const row of sample) expect(all).toContain(keyOf(row, source.key));
    });

    test('reads of one connection may overlap', async () => {
      const { source } = filled();
      const [one, two] = await Promise.all([readAll(filled()), readAll(filled())]);
      expect(freshRows(one)).toHaveLength(source.seed[0]!.rows.length);
      expect(freshRows(two).map(textOf)).toEqual(freshRows(one).map(textOf));
    });
  });
};

/** Both are fit: the caller's own reason, and the standard error that carries it. */
const abortedWith = (reason: Error): RegExp => new RegExp(`${reason.message}|abort`, 'i');

export const readingIncrementally = (makeSource: () => Promise<SourceUnderTest>): void => {
  group('incremental read', makeSource, (filled) => {
    const incremental = async (since: Json, resume: Json = null): Promise<RowBatch[]> => {
      const { source, connector, discovered } = filled();
      const changeField = source.incremental?.changeField ?? null;
      const more = { mode: 'incremental', changeField, since, resume } as const;
      return collect(connector.read(requestFor(await discovered(), source, more)));
    };
    const changedAt = (row: Row): number => Date.parse(timeOf(row));
    const timeOf = (row: Row): string => {
      const value = row[filled().source.incremental?.changeField ?? ''];
      return typeof value === 'string' ? value : '';
    };
    const keys = (rows: readonly Row[]): string[] =>
      rows.map((row) => keyOf(row, filled().source.key)).sort();

    test('reads all at first, then only what is newer than ten minutes before the last', async () => {
      if (filled().source.incremental === null) return;
      const first = await incremental(null);
      const all = freshRows(first);
      expect(keys(all)).toEqual(keys(freshRows(await readAll(filled()))));
      const newest = Math.max(...all.map(changedAt));
      const within = all.filter((row) => changedAt(row) >= newest - overlapMs);
      const again = freshRows(await incremental(first.at(-1)!.cursor));
      expect(within.length).toBeLessThan(all.length);
      expect(keys(again)).toEqual(keys(within));
    });

    test('resumes exactly after each cursor', async () => {
      if (filled().source.incremental === null) return;
      const batches = await incremental(null);
      for (let at = 0; at < batches.length; at++) {
        const rest = await incremental(null, batches[at]!.cursor);
        expect(freshRows(rest).map(textOf)).toEqual(freshRows(batches.slice(at + 1)).map(textOf));
      }
    });

    test('sees a record that was touched since', async () => {
      const { source, connector } = filled();
      if (source.incremental === null) return;
      const first = await incremental(null);
      const oldest = freshRows(first).sort((a, b) => changedAt(a) - changedAt(b))[0]!;
      await source.incremental.touch(connector, keyValues(oldest, source.key));
      const again = await incremental(first.at(-1)!.cursor);
      expect(keys(freshRows(again))).toContain(keyOf(oldest, source.key));
      const last = await incremental(again.at(-1)!.cursor);
      expect(keys(freshRows(last))).toEqual([keyOf(oldest, source.key)]);
    });

    test('reports deletions where the source has a feed of them', async () => {
      const { source, connector, discovered } = filled();
      if (source.incremental?.reportsDeletions !== true) return;
      const before = await incremental(null);
      const gone = keyValues(freshRows(before)[0]!, source.key);
      await connector.delete(await discovered(), gone);
      const after = await incremental(before.at(-1)!.cursor);
      expect(after.flatMap((batch) => batch.deleted ?? [])).toContainEqual(gone);
      expect(keys(freshRows(after))).not.toContain(JSON.stringify(gone));
    });
  });
};
