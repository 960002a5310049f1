import type { Persona } from '../../../domain/ask/personas.ts';
import type { Json } from '../../../domain/json.ts';
import type { Jsonb, Now } from './column-types.ts';

/** What was asked of the unified views. */
export interface QuestionTables {
  questions: {
    tenant_id: string;
    question_id: string;
    at: Now;
    asked_by: string;
    question: string;
    /** `YYYY-MM-DD` */
    today: string;
    persona: Persona;
    outcome: 'answered' | 'empty' | 'unknown_name' | 'ambiguous' | 'unknown';
    answer: Jsonb<Record<string, Json>>;
    embedding_model: string;
    embedding: number[];
  };
}
