'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { personas, usePersona } from '../../lib/persona';
import type { Persona } from '../../lib/persona';
import { useUrlState } from '../../lib/use-url-state';
import { AsyncPanel } from '../../ui/async-panel';
import { ErrorPanel } from '../../ui/error-panel';
import { KeyHelp } from '../../ui/key-help';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { SkeletonRows } from '../../ui/skeleton';
import { AnswerView } from './answer-view';
import { AskForm } from './ask-form';
import { formsQuery, postQuestion, questionQuery } from './ask-queries';
import { Examples } from './examples';
import { QuestionHistory } from './question-history';

const mostExamples = 8;

interface Asked {
  readonly question: string;
  /** Whom to ask it for; undefined: for whoever was chosen in the top bar, or whom it suits. */
  readonly persona?: Persona | undefined;
}

/** Ask the unified views in words. `?id=` shows a kept answer, `?q=` asks what it holds, once, for `?persona=`. */
export const AskPage = () => {
  const [params, change] = useUrlState();
  const id = params.get('id') ?? '';
  const wanted = params.get('q') ?? '';
  const wantedFor = personas.find((one) => one === params.get('persona'));
  const client = useQueryClient();
  const persona = usePersona();
  const kept = useQuery({ ...questionQuery(id), enabled: id !== '' });
  const stopping = useRef<AbortController>(undefined);
  const asking = useMutation({
    mutationFn: ({ question, persona: forWhom }: Asked) => {
      const stopper = new AbortController();
      stopping.current = stopper;
      return postQuestion(question, forWhom ?? persona, stopper.signal);
    },
    onSuccess: (answer) => {
      client.setQueryData(questionQuery(answer.question_id).queryKey, answer);
      void client.invalidateQueries({ queryKey: ['questions'] });
      void client.invalidateQueries({ queryKey: ['dashboard'] });
      change({ id: answer.question_id, q: '', persona: '' });
    },
  });
  const { mutate } = asking;
  const last = useRef('');
  useEffect(() => {
    if (wanted === '' || last.current === wanted) return;
    last.current = wanted;
    mutate({ question: wanted, persona: wantedFor });
  }, [wanted, wantedFor, mutate]);
  const onAsk = (question: string, forWhom?: Persona): void => {
    mutate({ question, persona: forWhom });
  };
  const stop = (): void => {
    stopping.current?.abort();
    asking.reset();
    change({ q: '', persona: '' });
  };
  const shown = asking.isPending ? asking.variables.question : wanted || (kept.data?.question ?? '');
  return (
    <>
      <PageHeader
        title="Ask"
        note="Questions about the unified data, answered with figures, their query and the records behind them. What is not understood is said not to be known."
      />
      <KeyHelp keys={[['/', 'to the question']]} />
      <div className="flex flex-col gap-5">
        <AskForm question={shown} busy={asking.isPending} onAsk={onAsk} onStop={stop} />
        {asking.isPending && <SkeletonRows rows={3} />}
        {asking.error !== null && (
          <ErrorPanel
            error={asking.error}
            compact
            onRetry={() => {
              mutate(asking.variables);
            }}
          />
        )}
        {id === '' && !asking.isPending && <FirstQuestions onAsk={onAsk} />}
        {id !== '' && !asking.isPending && (
          <AsyncPanel query={kept} rows={4}>
            {(answer) => <AnswerView answer={answer} onAsk={onAsk} />}
          </AsyncPanel>
        )}
        <QuestionHistory current={id} />
      </div>
    </>
  );
};

/** A few forms of question to begin with, one of each kind. */
const FirstQuestions = ({ onAsk }: { readonly onAsk: (question: string) => void }) => {
  const forms = useQuery(formsQuery());
  return (
    <Panel title="For example">
      <div className="max-sm:min-h-[28rem]">
        <AsyncPanel query={forms} rows={2}>
          {(all) => (
            <div className="flex flex-col gap-4">
              <Examples
                title="Press one, or type your own"
                questions={all
                  .filter((_form, at) => at % 4 === 2)
                  .slice(0, mostExamples)
                  .map(({ example }) => example)}
                onAsk={onAsk}
              />
              <details>
                <summary className="target inline-flex items-center text-sm text-muted underline underline-offset-4 hover:text-ink">
                  All {String(all.length)} forms of question
                </summary>
                <ul className="mt-2 grid gap-x-6 gap-y-3 text-sm sm:grid-cols-2">
                  {all.map(({ id, title, pattern, example }) => (
                    <li key={id} className="min-w-0">
                      <button
                        type="button"
                        className="target text-left font-medium text-brand underline-offset-4 hover:underline"
                        onClick={() => {
                          onAsk(example);
                        }}
                      >
                        {title}
                      </button>
                      <p className="font-mono text-xs [overflow-wrap:anywhere] text-muted">{pattern}</p>
                    </li>
                  ))}
                </ul>
              </details>
            </div>
          )}
        </AsyncPanel>
      </div>
    </Panel>
  );
};
