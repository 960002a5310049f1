import { embed } from '../../domain/repair/embedding.ts';
import type { KnownDocument } from '../../domain/ask/retrieval.ts';
import { listMappings } from '../../platform/database/repositories/mapping-history.ts';
import { answeredQuestions } from '../../platform/database/repositories/questions.ts';
import type { TenantTransaction } from '../../platform/database/with-tenant.ts';

/** Active mappings that a question is compared with. */
const mostMappings = 300;

/** The tenant's own documents: how its sources are mapped and why, and what it was answered before. */
export const gatherDocuments = async (transaction: TenantTransaction): Promise<readonly KnownDocument[]> => {
  const mappings = await listMappings(transaction, {}, mostMappings, undefined);
  const questions = await answeredQuestions(transaction);
  return [
    ...mappings.map(({ slug, object, entity, version, reason, connection_id, stream }) => ({
      kind: 'mapping' as const,
      id: `${connection_id}/${stream}/${entity}`,
      title: `${slug}: ${object} becomes ${entity.replaceAll('_', ' ')}`,
      text: `Version ${String(version)}: ${reason}`,
      vector: embed(`${slug} ${object} ${entity} ${reason}`),
    })),
    ...questions.map(({ question_id, question, sentence, embedding }) => ({
      kind: 'question' as const,
      id: question_id,
      title: question,
      text: sentence,
      vector: embedding,
    })),
  ];
};
