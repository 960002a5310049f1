import { appendEvent } from '../../../../platform/database/repositories/event-log.ts';
import {
  lockObject,
  pauseObject,
  resumeObject,
} from '../../../../platform/database/repositories/steered-objects.ts';
import { connectionParams } from '../../../contract/connections.ts';
import { objectBody, sourceObject } from '../../../contract/objects.ts';
import type { Call } from '../../../endpoint.ts';
import { endpoint } from '../../../endpoint.ts';
import { existingConnection } from '../existing-connection.ts';
import { standingObject } from './object-view.ts';

export const postObjectPause = endpoint({
  id: 'pauseObject',
  method: 'post',
  path: '/connections/:connection_id/objects/pause',
  tag: 'connections',
  summary: 'Leave one object out of ingests and looks until it is resumed',
  description:
    'An ingest that is at it goes on with the next object once the batch that it writes is committed. The cursor stays: nothing is lost, and what was read stays.',
  role: 'operator',
  params: connectionParams,
  body: objectBody,
  replies: { 200: sourceObject },
  handle: (call) => setPaused(call, true),
});

export const postObjectResume = endpoint({
  id: 'resumeObject',
  method: 'post',
  path: '/connections/:connection_id/objects/resume',
  tag: 'connections',
  summary: 'Let a paused object be read again: the next ingest goes on from where it was',
  role: 'operator',
  params: connectionParams,
  body: objectBody,
  replies: { 200: sourceObject },
  handle: (call) => setPaused(call, false),
});

type ObjectCall = Call<typeof connectionParams, undefined, typeof objectBody>;

/** Asked for what is so already, nothing changes and nothing is told. */
const setPaused = async (
  { params, body, caller, transaction, traceId, note }: ObjectCall,
  paused: boolean,
) => {
  const { connection_id: id } = await existingConnection(transaction, params.connection_id);
  const stream = await lockObject(transaction, id, body.object);
  const before = stream.paused_at !== null;
  if (before !== paused) {
    if (paused) await pauseObject(transaction, stream, caller.userId);
    else await resumeObject(transaction, stream);
    await appendEvent(transaction, {
      type: paused ? 'connection.object_paused' : 'connection.object_resumed',
      traceId,
      subject: { kind: 'connection', id },
      data: { object: body.object, by: caller.userId },
    });
  }
  note({
    subject: { kind: 'connection', id },
    before: { object: body.object, paused: before },
    after: { object: body.object, paused },
  });
  return { status: 200 as const, body: await standingObject(transaction, id, body.object) };
};
