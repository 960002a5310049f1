'use client';

import { CircleHelp, Sparkles } from 'lucide-react';
import type { Schemas } from '../../lib/api-client';
import type { Persona } from '../../lib/persona';
import { Badge } from '../../ui/badge';
import { Panel } from '../../ui/panel';
import { AnswerChart } from './answer-chart';
import { AnswerFigures } from './answer-figures';
import { AnswerProof } from './answer-proof';
import { AnswerTable } from './answer-table';
import { clearerQuestions } from './clearer-questions';
import { Examples } from './examples';
import { ReadingChips } from './reading-chips';
import { RelatedList } from './related-list';

type Question = Schemas['AnsweredQuestion'];

interface AnswerViewProps {
  readonly answer: Question;
  readonly onAsk: (question: string, persona?: Persona) => void;
}

/** Longer tables scroll inside themselves. */
const mostShown = 40;

const isKnown = ({ outcome }: Question): boolean => outcome === 'answered' || outcome === 'empty';

/** A question with its answer: the sentence, figures, picture and table, whom it is for and why, and how to check it. */
export const AnswerView = ({ answer, onAsk }: AnswerViewProps) => {
  const { sentence, notes, figures, table, chart, question, choices, understood } = answer;
  return (
    <>
      <Panel
        title={question}
        note={`For the ${answer.persona}: ${answer.persona_reasons.join('; ')}`}
        actions={<AnswerBadges answer={answer} />}
      >
        <div className="flex flex-col gap-5">
          <p role="status" className="text-lg [overflow-wrap:anywhere]">
            {sentence}
          </p>
          {notes.length > 0 && (
            <ul className="flex list-disc flex-col gap-1 pl-5 text-sm text-muted">
              {notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
          <ReadingChips readings={understood} onAsk={onAsk} />
          {figures.length > 0 && <AnswerFigures figures={figures} />}
          {choices.length > 0 && (
            <Examples title="It may be" questions={clearerQuestions(answer)} onAsk={onAsk} />
          )}
          {!isKnown(answer) && choices.length === 0 && (
            <Examples
              title="The nearest questions that I understand"
              questions={answer.suggestions.map(({ example }) => example)}
              onAsk={onAsk}
            />
          )}
          {chart !== null && table !== null && <AnswerChart chart={chart} table={table} />}
        </div>
      </Panel>
      {table !== null && (
        <Panel title="Figures" flush>
          <div
            {...(table.rows.length > mostShown
              ? { tabIndex: 0, role: 'region', 'aria-label': 'Figures' }
              : {})}
            className={table.rows.length > mostShown ? 'max-h-[40rem] overflow-auto' : undefined}
          >
            <AnswerTable table={table} caption={question} />
          </div>
        </Panel>
      )}
      <Panel title="Where this comes from">
        <div className="flex flex-col gap-5">
          <AnswerProof {...answer} />
          <RelatedList related={answer.related} />
        </div>
      </Panel>
    </>
  );
};

const AnswerBadges = ({ answer }: { readonly answer: Question }) => (
  <div className="flex flex-wrap gap-2">
    {answer.understood_by === 'model' && (
      <Badge tone="agent" icon={Sparkles}>
        Understood by a model
      </Badge>
    )}
    {!isKnown(answer) && (
      <Badge tone="warn" icon={CircleHelp}>
        Not answered
      </Badge>
    )}
  </div>
);
