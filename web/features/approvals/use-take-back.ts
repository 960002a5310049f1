'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { answerOf, api } from '../../lib/api-client';
import { useToast } from '../../ui/toast';
import { repairQuery } from './repair-queries';
import type { Repair } from './repair-words';

const everyMs = 1_000;
const patienceMs = 120_000;

/** An approval is written down at once, so nothing of it is lost with a window: it is undone as soon as it is applied. */
export const useTakeBack = (): ((repair: Pick<Repair, 'repair_id' | 'object'>) => Promise<void>) => {
  const client = useQueryClient();
  const { say, complain } = useToast();
  return useCallback(
    async ({ repair_id, object }) => {
      say(`Taking back: ${object}`, 'It is undone as soon as it is applied.');
      try {
        const end = Date.now() + patienceMs;
        for (;;) {
          const { state } = await client.query({ ...repairQuery(repair_id), staleTime: 0 });
          if (state !== 'approved' && state !== 'applying') break;
          if (Date.now() > end) break;
          await new Promise((resolve) => setTimeout(resolve, everyMs));
        }
        await answerOf(
          api.POST('/api/v1/mesh/repair/undo', {
            body: { repair_id, reason: 'Taken back right after the approval' },
          }),
        );
        say(`Undo asked for: ${object}`, 'The former rules come back as new versions.');
      } catch (error) {
        complain(error);
      }
      await client.invalidateQueries({ queryKey: ['repairs'] });
    },
    [client, say, complain],
  );
};
