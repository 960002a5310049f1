import { questionForms as forms } from '../../../domain/ask/forms.ts';
import { questionForms } from '../../contract/nlp.ts';
import { endpoint } from '../../endpoint.ts';

export const getForms = endpoint({
  id: 'listQuestionForms',
  method: 'get',
  path: '/nlp/forms',
  tag: 'nlp',
  summary: 'The forms of question that are understood, each with an example',
  role: 'viewer',
  replies: { 200: questionForms },
  handle: () => Promise.resolve({ status: 200 as const, body: { data: [...forms] } }),
});
