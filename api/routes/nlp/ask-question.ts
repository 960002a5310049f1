import { answerQuestion } from '../../ask/answer-question.ts';
import { todayInUtc } from '../../ask/today.ts';
import { answeredQuestion, questionBody } from '../../contract/nlp.ts';
import { detachedEndpoint } from '../../endpoint.ts';

export const postQuestion = detachedEndpoint({
  id: 'askQuestion',
  method: 'post',
  path: '/nlp/query',
  tag: 'nlp',
  summary: 'Answer a question over the unified views',
  description:
    `Questions are understood by the grammar of docs/ask.md; where it does not know and a language model is
    configured, the model may choose the intent. SQL is built from intents alone, names travel as parameters. What is not
    understood is answered by “I don’t know” with the nearest forms.`.replaceAll(/\s*\n\s*/gu, ' '),
  role: 'viewer',
  body: questionBody,
  replies: { 200: answeredQuestion },
  handle: async ({ body, caller, inTenant, traceId, note }, deps) => {
    const answer = await answerQuestion(
      deps,
      { caller, inTenant, traceId },
      { ...body, today: body.today ?? todayInUtc() },
    );
    note({ subject: { kind: 'question', id: answer.question_id } });
    return { status: 200, body: answer };
  },
});
