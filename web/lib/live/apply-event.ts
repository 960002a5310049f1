import type { QueryClient } from '@tanstack/react-query';
import type { Schemas } from '../api-client';
import type { LiveEvent } from './live-stream';

type TaskDetail = Schemas['TaskDetail'];

/** Writes what an event says into the cache, and answers which cached data it made old. */
export const applyEvent = (event: LiveEvent, client: QueryClient): readonly (readonly unknown[])[] => {
  const { type, subject } = event;
  if (type === 'task.progress') {
    showProgress(event, client);
    return [];
  }
  const [noun] = type.split('.');
  switch (noun) {
    case 'task':
      return [['tasks'], ['task'], ['connections'], ['runs'], ['connection'], ['aoa']];
    case 'connection':
      return [
        ['connections'],
        ['connection', subject.id],
        ['health'],
        ['lineage'],
        ['inbox'],
        ...(type === 'connection.mapping_changed' ? [['mappings']] : []),
      ];
    case 'drift':
      return [['drift'], ['schemas'], ['health'], ['figures'], ['lineage'], ['inbox']];
    case 'repair':
      return [
        ['repairs'],
        ['repair', subject.id],
        ['drift'],
        ['figures'],
        ['mappings'],
        ['lineage'],
        ['inbox'],
      ];
    case 'quarantine':
      return [['quarantine'], ['health']];
    case 'mapping':
      return [['mappings'], ['lineage']];
    case 'dcl':
      return [['dcl'], ['lineage'], ['dashboard']];
    case 'golden':
      return [['dcl']];
    case 'agent':
      return [['agents'], ['insights'], ['dashboard']];
    case 'writeback':
      return [['writebacks'], ['writeback', subject.id], ['insights']];
    case 'canonical':
      return [['health']];
    default:
      return [];
  }
};

/** Numbers of a running task change on screen as they arrive, without asking again. */
const showProgress = ({ subject, task_id, data }: LiveEvent, client: QueryClient): void => {
  const id = task_id ?? subject.id;
  const told = 'progress' in data && isObject(data['progress']) ? data['progress'] : data;
  const progress = {
    ...(typeof told['rows'] === 'number' ? { rows: told['rows'] } : {}),
    ...(typeof told['stream'] === 'string' ? { stream: told['stream'] } : {}),
  };
  if (Object.keys(progress).length === 0) return;
  client.setQueryData<TaskDetail>(['task', id], (task) =>
    task === undefined ? task : { ...task, progress: { ...task.progress, ...progress } },
  );
  client.setQueriesData<{ pages: { data: Schemas['Task'][] }[] }>({ queryKey: ['tasks'] }, (list) =>
    list === undefined || !('pages' in list)
      ? list
      : {
          ...list,
          pages: list.pages.map((page) => ({
            ...page,
            data: page.data.map((task) =>
              task.task_id === id ? { ...task, progress: { ...task.progress, ...progress } } : task,
            ),
          })),
        },
  );
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object';
