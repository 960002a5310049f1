import { Fault, isFault } from '../../../domain/faults.ts';
import type { FaultCode } from '../../../domain/faults.ts';

const codes: Readonly<Record<string, readonly [FaultCode, string]>> = {
  ENOENT: ['source_object_missing', 'is not there; put it there, or name another one'],
  ENOTDIR: ['source_object_missing', 'is not there, since a part of its path is no folder'],
  EISDIR: ['source_object_missing', 'is a folder'],
  ENAMETOOLONG: ['source_object_missing', 'has too long a name'],
  ENXIO: ['source_object_missing', 'is no file'],
  ELOOP: ['source_config_invalid', 'is a link; put the file itself here'],
  EACCES: ['source_permission_denied', 'may not be read; give the platform the right to read it'],
  EPERM: ['source_permission_denied', 'may not be read; give the platform the right to read it'],
};

/** An error of the file system as a fault that names the file by its name inside the folder, never by its full path. */
export function fileFault(error: unknown, name: string): Fault {
  if (isFault(error)) return error;
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const [fault, what] = codes[code] ?? [
    'source_unreachable',
    `cannot be read (${code === '' ? 'unknown' : code})`,
  ];
  return new Fault(fault, `${name === '' ? 'The folder' : name} ${what}`, { cause: error });
}
