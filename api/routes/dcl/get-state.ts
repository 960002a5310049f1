import type { z } from 'zod';
import {
  currentGeneration,
  newestGeneration,
} from '../../../platform/database/repositories/dcl-generations.ts';
import type { Generation } from '../../../platform/database/repositories/dcl-generations.ts';
import { standingConstraints } from '../../../platform/database/repositories/golden-constraints.ts';
import { liveTasks } from '../../../platform/database/repositories/task-reports.ts';
import { dclState } from '../../contract/dcl.ts';
import type { generation } from '../../contract/dcl.ts';
import { endpoint } from '../../endpoint.ts';

const view = (row: Generation | undefined): z.input<typeof generation> | null =>
  row === undefined
    ? null
    : {
        generation: row.generation,
        state: row.state,
        current: row.current,
        task_id: row.task_id,
        canonical_seq: row.canonical_seq,
        content_hash: row.content_hash,
        view_hashes: row.view_hashes,
        counts: row.counts,
        file_bytes: row.file_bytes,
        error: row.error,
        started_at: row.started_at.toISOString(),
        published_at: row.published_at?.toISOString() ?? null,
      };

export const getState = endpoint({
  id: 'getDclState',
  method: 'get',
  path: '/dcl/state',
  aliases: ['/dcl/state'],
  tag: 'dcl',
  summary: 'The generation that the views show, and what is being built',
  role: 'viewer',
  replies: { 200: dclState },
  handle: async ({ caller, transaction }) => {
    const current = await currentGeneration(transaction);
    const newest = await newestGeneration(transaction);
    const { last } = await transaction.db
      .selectFrom('canonical_counters')
      .select('last')
      .executeTakeFirstOrThrow();
    const live = await liveTasks(transaction, { kind: 'tenant', id: caller.tenantId });
    return {
      status: 200,
      body: {
        current: view(current),
        newest: view(newest),
        behind: last - (current?.canonical_seq ?? 0),
        task_id: live.find(({ kind }) => kind === 'connect')?.task_id ?? null,
        decisions: (await standingConstraints(transaction)).length,
      },
    };
  },
});
