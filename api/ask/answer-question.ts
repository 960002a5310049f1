import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { carryOut } from '../../domain/ask/answer-intent.ts';
import type { Outcome } from '../../domain/ask/answer-intent.ts';
import type { Intent } from '../../domain/ask/intent.ts';
import { intentOf } from '../../domain/ask/intent-of.ts';
import { intentOfModel, phraseIntentQuestion } from '../../domain/ask/model-intent.schema.ts';
import { routeToPersona } from '../../domain/ask/personas.ts';
import { embedQuestion, nearestForms, recallDocuments } from '../../domain/ask/retrieval.ts';
import type { TenantId } from '../../domain/ids.ts';
import { keepQuestion } from '../../platform/database/repositories/questions.ts';
import { offlineModel } from '../../platform/database/repositories/repair-memory.ts';
import type { questionBody } from '../contract/nlp.ts';
import type { Deps } from '../deps.ts';
import { answerFields } from './answer-fields.ts';
import { gatherDocuments } from './gather-documents.ts';
import { pinnedSteps } from './pinned-steps.ts';
import type { Asking } from './pinned-steps.ts';
import { questionView } from './question-view.ts';
import type { AnsweredQuestion } from './question-view.ts';

type Asked = z.output<typeof questionBody> & { readonly today: string };
type Understood =
  { readonly intent: Intent; readonly by: 'grammar' | 'model' } | { readonly because: string };

/**
 * What a question asks. The grammar decides; only where it does not know, and a language model is there, the model may
 * choose an intent, which is held to the question and the views like one of the grammar's own.
 */
const understand = async (
  { llm }: Deps,
  tenantId: TenantId,
  { question, today, model }: Asked,
): Promise<Understood> => {
  const understood = intentOf(question, today);
  if (understood.intent !== undefined) return { intent: understood.intent, by: 'grammar' };
  const answer = await llm?.ask({
    ...{ tenantId, purpose: 'ask_intent', model },
    phrase: () => phraseIntentQuestion(question, today),
  });
  const intent =
    answer !== undefined && 'value' in answer ? intentOfModel(answer.value, question, today) : undefined;
  return intent === undefined ? { because: understood.because } : { intent, by: 'model' };
};

/**
 * Answers a question over the newest generation and keeps both.
 * @throws Fault `conflict` before the first DCL connect, `registry_unavailable`, `query_too_costly`
 */
export const answerQuestion = async (deps: Deps, asking: Asking, asked: Asked): Promise<AnsweredQuestion> => {
  const { question, today } = asked;
  const { tenantId, userId } = asking.caller;
  const understood = await understand(deps, tenantId, asked);
  const intent = 'intent' in understood ? understood.intent : undefined;
  const steps = pinnedSteps(deps, asking);
  const outcome: Outcome =
    'intent' in understood
      ? await carryOut(understood.intent, today, steps)
      : { outcome: 'unknown', because: understood.because };
  const route = routeToPersona(question, intent);
  const vector = embedQuestion(question);
  return await asking.inTenant(async (transaction) => {
    const related = recallDocuments(vector, await gatherDocuments(transaction));
    const answer = {
      ...answerFields(outcome, steps.freshness()),
      understood_by: 'by' in understood ? understood.by : null,
      persona_reasons: asked.persona === undefined ? route.reasons : ['it was asked for'],
      intent: intent ?? null,
      choices: 'choices' in outcome ? outcome.choices : [],
      suggestions: nearestForms(vector),
      related,
    };
    const kept = await keepQuestion(transaction, {
      question_id: randomUUID(),
      asked_by: userId,
      ...{ question, today, outcome: outcome.outcome, persona: asked.persona ?? route.persona },
      answer: JSON.stringify(answer satisfies Readonly<Record<string, unknown>>),
      embedding_model: offlineModel,
      embedding: [...vector],
    });
    return questionView(kept);
  });
};
