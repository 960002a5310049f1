import { Fault } from '../../../domain/faults.ts';
import { findQuestion } from '../../../platform/database/repositories/questions.ts';
import { questionView } from '../../ask/question-view.ts';
import { answeredQuestion, questionParams } from '../../contract/nlp.ts';
import { endpoint } from '../../endpoint.ts';

export const getQuestion = endpoint({
  id: 'getQuestion',
  method: 'get',
  path: '/nlp/questions/:question_id',
  tag: 'nlp',
  summary: 'A question with the answer as it was given',
  role: 'viewer',
  params: questionParams,
  replies: { 200: answeredQuestion },
  handle: async ({ params, transaction }) => {
    const found = await findQuestion(transaction, params.question_id);
    if (found === undefined) throw new Fault('not_found', 'There is no such question');
    return { status: 200, body: questionView(found) };
  },
});
