'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';
import { scheduleWords } from '../../lib/words';
import { Button } from '../../ui/button';
import { ErrorPanel } from '../../ui/error-panel';
import { Field } from '../../ui/field';
import { Select } from '../../ui/input';
import { useToast } from '../../ui/toast';

const offered = [60, 300, 900, 3_600, 21_600, 86_400];

/** How often the connection is ingested by itself. */
export const ScheduleForm = ({ connection }: { readonly connection: Schemas['ConnectionDetail'] }) => {
  const { connection_id: id, version, schedule_seconds: current } = connection;
  const client = useQueryClient();
  const { say } = useToast();
  const [choice, setChoice] = useState(current === null ? '' : String(current));
  const save = useMutation({
    mutationFn: () =>
      answerOf(
        api.PUT('/api/v1/connections/{connection_id}/schedule', {
          params: { path: { connection_id: id } },
          body: { version, schedule_seconds: choice === '' ? null : Number(choice) },
        }),
      ),
    onSuccess: () => {
      say('Schedule saved');
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['connection', id] }),
  });
  const all =
    current === null || offered.includes(current) ? offered : [...offered, current].sort((a, b) => a - b);
  return (
    <form
      className="flex max-w-md flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {save.error !== null && <ErrorPanel error={save.error} compact />}
      <Field label="Ingest by itself" required>
        {(control) => (
          <Select
            {...control}
            value={choice}
            onChange={(event) => {
              setChoice(event.target.value);
            }}
          >
            <option value="">{scheduleWords(null)}</option>
            {all.map((seconds) => (
              <option key={seconds} value={String(seconds)}>
                {scheduleWords(seconds)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div>
        <Button
          type="submit"
          busy={save.isPending}
          disabled={choice === (current === null ? '' : String(current))}
        >
          Save the schedule
        </Button>
      </div>
    </form>
  );
};
