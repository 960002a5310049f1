import { Fault } from '../domain/faults.ts';
import type { SourceSchema } from '../domain/schema/types.ts';
import type { OpenedConnection } from './open-connection.ts';

/** A source that has not answered by then is taken for unreachable. */
const patienceMs = 60_000;

/** What a source looks like now, without reading its rows. Throws the connector's faults, `source_unreachable` in the end. */
export const lookAt = async ({ module, options }: OpenedConnection): Promise<SourceSchema> => {
  const connector = await module.open(options);
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Fault('source_unreachable', `The source has not answered within ${patienceMs / 1000} s`));
    }, patienceMs);
  });
  try {
    return await Promise.race([connector.discover(), tooLate]);
  } finally {
    clearTimeout(timer);
    await connector.close();
  }
};
