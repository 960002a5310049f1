'use client';

import { useQuery } from '@tanstack/react-query';
import { Boxes, Cable, GitBranch, ListChecks, Wrench } from 'lucide-react';
import { answerOf, api } from '../../lib/api-client';
import { capital, spaced } from '../../lib/words';
import { waitingQuery } from '../approvals/repair-queries';
import { connectionNamesQuery } from '../connections/connection-queries';
import { entityList, entityWords } from '../records/record-words';
import { taskStateWord } from '../tasks/task-state';
import { taskKindWord } from '../tasks/task-words';
import { Choice, Group } from './palette-parts';

const tasksFound = 20;

const ticketsQuery = {
  queryKey: ['drift', 'open', 'palette'],
  queryFn: async () =>
    (await answerOf(api.GET('/api/v1/mesh/drift', { params: { query: { open: 'true', limit: 200 } } }))).data,
};
const tasksQuery = {
  queryKey: ['tasks', 'palette'],
  queryFn: async () =>
    (await answerOf(api.GET('/api/v1/tasks', { params: { query: { limit: tasksFound } } }))).data,
};

/** What the tenant has of its own: connections, entities, open tickets, repairs that wait and the newest tasks. */
export const PaletteFinds = ({ go }: { readonly go: (href: string) => () => void }) => {
  const connections = useQuery(connectionNamesQuery());
  const tickets = useQuery(ticketsQuery);
  const repairs = useQuery(waitingQuery());
  const tasks = useQuery(tasksQuery);
  return (
    <>
      <Group name="Connections">
        {(connections.data ?? []).map(({ connection_id, name }) => (
          <Choice
            key={connection_id}
            value={`connection ${name} ${connection_id}`}
            icon={Cable}
            onSelect={go(`/connections/${connection_id}`)}
          >
            {name}
          </Choice>
        ))}
      </Group>
      <Group name="Records">
        {entityList.map((entity) => (
          <Choice
            key={entity}
            value={`records entity ${entityWords(entity).many}`}
            icon={Boxes}
            onSelect={go(`/records?entity=${entity}`)}
          >
            {entityWords(entity).many}
          </Choice>
        ))}
      </Group>
      <Group name="Open tickets">
        {(tickets.data ?? []).map(({ drift_event_id, object, kind }) => (
          <Choice
            key={drift_event_id}
            value={`ticket ${object} ${spaced(kind)} ${drift_event_id}`}
            icon={GitBranch}
            onSelect={go(`/monitor/tickets/${drift_event_id}`)}
          >
            {`${object}: ${spaced(kind)}`}
          </Choice>
        ))}
      </Group>
      <Group name="Repairs that wait">
        {(repairs.data ?? []).map(({ repair_id, object, entities }) => (
          <Choice
            key={repair_id}
            value={`repair approve ${object} ${repair_id}`}
            icon={Wrench}
            onSelect={go(`/approvals/${repair_id}`)}
          >
            {`${object}: ${capital(entities.map(spaced).join(', '))}`}
          </Choice>
        ))}
      </Group>
      <Group name="Newest tasks">
        {(tasks.data ?? []).map(({ task_id, kind, state }) => (
          <Choice
            key={task_id}
            value={`task ${taskKindWord(kind)} ${taskStateWord(state)} ${task_id}`}
            icon={ListChecks}
            onSelect={go(`/tasks/${task_id}`)}
          >
            {`${taskKindWord(kind)} ${task_id.slice(0, 8)}, ${taskStateWord(state).toLowerCase()}`}
          </Choice>
        ))}
      </Group>
    </>
  );
};
