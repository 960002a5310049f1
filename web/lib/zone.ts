'use client';

import { useStored, writeStored } from './use-stored';

const stored = 'autonomos.zone';

/** In which zone exact times are shown. */
export type Zone = 'local' | 'utc';

export const useZone = (): Zone => (useStored(stored) === 'utc' ? 'utc' : 'local');

export const chooseZone = (zone: Zone): void => {
  writeStored(stored, zone === 'utc' ? 'utc' : '');
};
