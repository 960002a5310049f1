import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../lib/api-client';
import type { Persona } from '../../lib/persona';

export const questionQuery = (id: string) =>
  queryOptions({
    queryKey: ['question', id],
    queryFn: () =>
      answerOf(api.GET('/api/v1/nlp/questions/{question_id}', { params: { path: { question_id: id } } })),
    staleTime: Infinity,
  });

export const formsQuery = () =>
  queryOptions({
    queryKey: ['question-forms'],
    queryFn: async () => (await answerOf(api.GET('/api/v1/nlp/forms'))).data,
    staleTime: Infinity,
  });

export const dashboardQuery = (persona: Persona) =>
  queryOptions({
    queryKey: ['dashboard', persona],
    queryFn: () =>
      answerOf(api.GET('/api/v1/personas/{persona}/dashboard', { params: { path: { persona } } })),
  });

/** Asks a question for a persona, or for whom it suits; it is kept with its answer. */
export const postQuestion = (question: string, persona: Persona | undefined, signal: AbortSignal) =>
  answerOf(
    api.POST('/api/v1/nlp/query', {
      body: { question, ...(persona === undefined ? {} : { persona }) },
      signal,
    }),
  );
