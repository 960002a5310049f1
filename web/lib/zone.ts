'use client';

import { keep, useKept } from './use-kept';

/** In which zone exact times are shown. */
export type Zone = 'local' | 'utc';

export const useZone = (): Zone => (useKept('au_zone') === 'utc' ? 'utc' : 'local');

export const chooseZone = (zone: Zone): void => {
  keep('au_zone', zone === 'utc' ? 'utc' : '');
};
