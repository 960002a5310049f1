/** One group of the contract suite: a source of its own, opened, filled, and looked over for secrets at the end. */
import type { SourceObject } from '../../domain/schema/types.ts';
import type { RowBatch } from '../../connectors/contract.ts';
import { recordingLogger } from './recording-logger.ts';
import { collect, objectNamed, requestFor } from './source-under-test.ts';
import type { OpenedSource, OpenWith, SourceUnderTest } from './source-under-test.ts';

/** Opens and fills a source for one group of tests; `close` takes both away. */
const openAndFill = async (makeSource: () => Promise<SourceUnderTest>) => {
  const source = await makeSource();
  const log = recordingLogger();
  const open = (how: OpenWith = source.open): Promise<OpenedSource> =>
    source.module.open({ ...how, logger: log.logger });
  const connector = await open();
  if (connector.seed === undefined) throw new Error('the connector under test must be able to seed');
  await connector.seed(source.seed);
  await source.prepare?.(connector);
  const discovered = async (): Promise<SourceObject> =>
    objectNamed((await connector.discover()).objects, source.object);
  const close = async (): Promise<void> => {
    await connector.close();
    await source.close();
  };
  return { source, connector, open, discovered, logged: log.text, close };
};

export type Filled = Awaited<ReturnType<typeof openAndFill>>;

export const readAll = async ({ source, connector, discovered }: Filled): Promise<RowBatch[]> =>
  collect(connector.read(requestFor(await discovered(), source)));

export type Group = () => Filled;

/** A describe block over one filled source. */
export const group = (
  title: string,
  makeSource: () => Promise<SourceUnderTest>,
  tests: (filled: Group) => void,
): void => {
  describe(title, () => {
    let filled: Filled | undefined;
    const get = (): Filled => {
      if (filled === undefined) throw new Error('the source could not be opened and filled');
      return filled;
    };
    beforeAll(async () => {
      filled = await openAndFill(makeSource);
    });
    afterAll(async () => {
      await filled?.close();
    });
    tests(get);
    test('never logged a secret', () => {
      for (const secret of get().source.secrets) expect(get().logged()).not.toContain(secret);
    });
  });
};
