import { listQuestions } from '../../../platform/database/repositories/questions.ts';
import type { ListedQuestion } from '../../../platform/database/repositories/questions.ts';
import { questionPage, questionsQuery } from '../../contract/nlp.ts';
import { endpoint } from '../../endpoint.ts';
import { paginate } from '../../gateway/paginate.ts';
import { timePosition } from '../time-position.ts';

export const getQuestions = endpoint({
  id: 'listQuestions',
  method: 'get',
  path: '/nlp/questions',
  tag: 'nlp',
  summary: 'Questions that were asked, newest first',
  role: 'viewer',
  query: questionsQuery,
  replies: { 200: questionPage },
  handle: async ({ caller, query, transaction }, { cursors }) => {
    const askedBy = query.mine === 'true' ? caller.userId : undefined;
    const { rows, page } = await paginate(cursors, {
      name: `questions ${askedBy ?? ''}`,
      tenantId: caller.tenantId,
      query,
      positionOf: (row: ListedQuestion) => [row.position, row.question_id],
      fetch: (after, limit) => listQuestions(transaction, { askedBy }, limit, timePosition(after)),
    });
    const data = rows.map(({ position: _position, tenant_id: _tenant, at, ...row }) => ({
      ...row,
      at: at.toISOString(),
    }));
    return { status: 200, body: { data, page } };
  },
});
