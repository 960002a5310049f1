'use client';

import { useFallbackInterval } from '../../lib/live/use-fallback-interval';
import { usePages } from '../../lib/use-pages';
import { useRepairFilter } from './approval-filters';
import { loadRepairs } from './repair-queries';
import type { RepairFilter } from './repair-queries';
import type { Repair } from './repair-words';

const useRepairs = (filter: RepairFilter, enabled: boolean) => {
  const refetchInterval = useFallbackInterval();
  return usePages(['repairs', filter], (cursor) => loadRepairs(filter, cursor), { enabled, refetchInterval });
};

const isSettled = ({ state }: Repair): boolean => state !== 'proposed';

/** What the address asks for: those that wait, those that are settled, or both; `rows` has all in the order shown. */
export const useRepairLists = () => {
  const { state, ...filter } = useRepairFilter();
  const [asksWaiting, asksSettled] = [state === undefined || state === 'proposed', state !== 'proposed'];
  const waiting = useRepairs({ ...filter, state: 'proposed' }, asksWaiting);
  const all = useRepairs({ ...filter, state }, asksSettled);
  const settled = { ...all, data: all.data?.filter(isSettled) };
  const lists = [...(asksWaiting ? [waiting] : []), ...(asksSettled ? [settled] : [])];
  return {
    waiting: asksWaiting ? waiting : undefined,
    settled: asksSettled ? settled : undefined,
    rows: lists.flatMap(({ data }) => data ?? []),
    filtered: [state, ...Object.values(filter)].some((value) => value !== undefined),
  };
};
