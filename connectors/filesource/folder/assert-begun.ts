import { Fault } from '../../../domain/faults.ts';
import type { FileStamp } from './open-file.ts';

/** So long may a writer take until the first bytes of a file that it has made or emptied are there. */
const patienceMinutes = 10;

/**
 * A file without a byte that was written to a moment ago has a writer at work; one that has stood so for longer is empty. A time
 * to come, of a clock that goes otherwise, is no reason to wait.
 * @throws Fault `source_protocol` while its writer is waited for
 */
export function assertBegun({ size, modified }: FileStamp, name: string): void {
  if (size > 0) return;
  const age = Date.now() - Number(BigInt(modified) / 1_000_000n);
  if (Math.abs(age) < patienceMinutes * 60_000) {
    throw new Fault(
      'source_protocol',
      `${name} holds nothing, not even a header; it is taken for being written, and for empty ${patienceMinutes} minutes after it was emptied`,
    );
  }
}
