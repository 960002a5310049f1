'use client';

import { RotateCw, TriangleAlert } from 'lucide-react';
import { ApiProblem } from '../lib/api-problem';
import { Button } from './button';

interface ErrorPanelProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
  /** Inside a form or dialog: without the room around it. */
  readonly compact?: boolean;
}

/** What went wrong in the API's own words, with the trace id that support needs. */
export const ErrorPanel = ({ error, onRetry, compact = false }: ErrorPanelProps) => {
  const problem = ApiProblem.of(error);
  return (
    <div
      role="alert"
      className={
        compact
          ? 'rounded-lg border border-danger/40 bg-danger-soft p-3 text-danger'
          : 'm-4 rounded-lg border border-danger/40 bg-danger-soft p-4 text-danger'
      }
    >
      <p className="flex items-start gap-2 font-medium">
        <TriangleAlert aria-hidden className="mt-0.5 size-5 shrink-0" />
        {problem.message}
      </p>
      {problem.detail !== '' && (
        <p className="mt-1 text-sm [overflow-wrap:anywhere] text-ink">{problem.detail}</p>
      )}
      {problem.errors.length > 0 && (
        <ul className="mt-2 list-disc pl-5 text-sm text-ink">
          {problem.errors.map(({ pointer, message }) => (
            <li key={`${pointer} ${message}`} className="[overflow-wrap:anywhere]">
              {pointer !== '' && <code className="mr-1">{pointer}</code>}
              {message}
            </li>
          ))}
        </ul>
      )}
      {(problem.traceId !== '' || onRetry !== undefined) && (
        <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
          {onRetry !== undefined && (
            <Button icon={RotateCw} onClick={onRetry}>
              Retry
            </Button>
          )}
          {problem.traceId !== '' && (
            <span className="text-xs [overflow-wrap:anywhere] text-muted">
              Trace <code className="select-all">{problem.traceId}</code>
            </span>
          )}
        </div>
      )}
    </div>
  );
};
