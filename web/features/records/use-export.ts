'use client';

import { useMutation } from '@tanstack/react-query';
import { answerOf, api } from '../../lib/api-client';
import { saveFile } from '../../lib/save-file';
import { useToast } from '../../ui/toast';
import type { Entity } from './record-words';

interface Export {
  readonly entity: Entity;
  readonly format: 'csv' | 'parquet';
}

/** Downloads a whole view as a file. */
export const useExport = () => {
  const { complain } = useToast();
  return useMutation({
    mutationFn: async ({ entity, format }: Export) => {
      const file = await answerOf(
        api.GET('/api/v1/dcl/export/{entity}', {
          params: { path: { entity }, query: { format } },
          parseAs: 'blob',
        }),
      );
      saveFile(file, `${entity}.${format}`);
    },
    onError: complain,
  });
};
