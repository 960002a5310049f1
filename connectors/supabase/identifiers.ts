/** The one place where names become PostgreSQL text: names are data, whatever they hold. */
import { escapeIdentifier } from 'pg';
import { Fault } from '../../domain/faults.ts';

/** PostgreSQL cuts longer names in silence, and two of them could meet. */
const longestName = 63;

/**
 * A double-quoted identifier.
 * @throws Fault `source_config_invalid` for a name that PostgreSQL cannot hold (empty, NUL, over 63 bytes)
 */
export const quoted = (name: string): string => {
  if (name === '' || name.includes('\0') || Buffer.byteLength(name) > longestName)
    throw new Fault('source_config_invalid', `${JSON.stringify(name.slice(0, 80))} is no PostgreSQL name`);
  return escapeIdentifier(name);
};

/** `"schema"."object"` */
export const qualified = (schema: string, object: string): string => `${quoted(schema)}.${quoted(object)}`;
