import { countWords, plural } from '../../lib/words';
import { CodeBlock } from '../../ui/code-block';
import { Link } from '../../ui/link';
import { RelativeTime } from '../../ui/relative-time';
import type { Answer } from './answer-words';
import { CitedRecords } from './cited-records';

/** How an answer can be checked: how fresh it is, what it counted, its records and its query. */
export const AnswerProof = ({ freshness, records, citations, query }: Answer) => (
  <div className="flex flex-col gap-3 text-sm">
    {freshness !== null && (
      <p className="text-muted">
        Generation {countWords(freshness.generation)} of the{' '}
        <Link href="/graph" className="text-brand underline underline-offset-4">
          unified data
        </Link>
        , published <RelativeTime at={freshness.published_at} />, from {plural(records, 'record')}.
      </p>
    )}
    {citations.length > 0 && (
      <div className="flex flex-wrap items-center gap-x-3">
        <span className="text-muted">Records that weigh most</span>
        <CitedRecords citations={citations} />
      </div>
    )}
    {query !== null && (
      <details>
        <summary className="target inline-flex items-center text-muted underline underline-offset-4 hover:text-ink">
          The query
        </summary>
        <CodeBlock
          label="SQL over the unified views"
          text={[
            query.sql,
            ...query.parameters.map((value, at) => `-- $${String(at + 1)} = ${String(value)}`),
          ].join('\n')}
        />
      </details>
    )}
  </div>
);
