'use client';

import { History } from 'lucide-react';
import { answerOf, api } from '../../lib/api-client';
import { usePages } from '../../lib/use-pages';
import { AsyncPanel } from '../../ui/async-panel';
import { Empty } from '../../ui/empty';
import { Link } from '../../ui/link';
import { MoreRows } from '../../ui/more-rows';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';

/** What people of this tenant asked, newest first; each opens with the answer that it was given. */
export const QuestionHistory = ({ current }: { readonly current: string }) => {
  const pages = usePages(['questions'], (cursor) =>
    answerOf(
      api.GET('/api/v1/nlp/questions', {
        params: { query: { limit: 10, ...(cursor === undefined ? {} : { cursor }) } },
      }),
    ),
  );
  return (
    <Panel title="Asked before" flush>
      <AsyncPanel query={pages} rows={4}>
        {(questions) =>
          questions.length === 0 ? (
            <Empty icon={History} title="Nothing was asked yet">
              Questions are kept with their answers for everybody of this tenant.
            </Empty>
          ) : (
            <>
              <ul>
                {questions.map(({ question_id, question, sentence, at, persona }) => (
                  <li
                    key={question_id}
                    className="border-b border-line px-4 py-3 text-sm last:border-0 sm:px-5"
                  >
                    <Link
                      href={`/ask?id=${question_id}`}
                      aria-current={question_id === current ? 'true' : undefined}
                      className="inline-block min-h-6 font-medium [overflow-wrap:anywhere] text-brand underline-offset-4 hover:underline aria-[current=true]:underline"
                    >
                      {question}
                    </Link>
                    <p className="line-clamp-2 [overflow-wrap:anywhere] text-muted">{sentence}</p>
                    <p className="text-xs text-muted">
                      {persona} · <RelativeTime at={at} />
                    </p>
                  </li>
                ))}
              </ul>
              <MoreRows pages={pages} />
            </>
          )
        }
      </AsyncPanel>
    </Panel>
  );
};
