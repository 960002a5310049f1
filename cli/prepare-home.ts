import { accessSync, constants, statfsSync } from 'node:fs';
import { Fault } from '../domain/faults.ts';
import { makeFolder } from '../platform/operations/make-folder.ts';

/** What empty servers take at their first start, with room to run. */
const neededMegabytes = 300;

/** Makes the folder of an installation. Throws `conflict` where it cannot be written or its disk is full. */
export const prepareHome = (folder: string): void => {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw new Fault(
      'conflict',
      `${folder} cannot be written: give it to this user, or name another folder by AUTONOMOS_HOME`,
      { cause },
    );
  }
  const free = freeMegabytes(folder);
  if (free < neededMegabytes)
    throw new Fault(
      'conflict',
      `${folder} has ${Math.floor(free)} MB left and ${neededMegabytes} MB are needed: free some, or name another folder by AUTONOMOS_HOME`,
    );
};

/** What is left on the disk of a folder for this user, in MB. */
export const freeMegabytes = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder);
  return (bavail * bsize) / 1_000_000;
};
