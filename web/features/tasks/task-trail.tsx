'use client';

import type { Schemas } from '../../lib/api-client';
import { capital, spaced } from '../../lib/words';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { UserName } from '../settings/user-name';

/** Who did what with the task, oldest first. */
export const TaskTrail = ({ trail }: { readonly trail: Schemas['TaskDetail']['trail'] }) => (
  <Panel title="Trail">
    <ol className="ml-1.5 flex flex-col gap-4 border-l-2 border-line pl-5">
      {trail.map(({ entry, at, actor, kind, detail }) => (
        <li key={entry} className="relative text-sm">
          <span
            aria-hidden
            className="absolute top-1 -left-[1.7rem] size-3 rounded-full border-2 border-brand bg-panel"
          />
          <p>
            <strong>{capital(spaced(kind))}</strong> <span className="text-muted">by</span>{' '}
            <UserName id={actor} /> <span className="text-muted">·</span> <RelativeTime at={at} />
          </p>
          {Object.keys(detail).length > 0 && (
            <details className="mt-1">
              <summary className="target inline-flex items-center text-muted">Details</summary>
              <pre tabIndex={0} className="overflow-x-auto rounded-lg bg-raised p-3 font-mono text-xs">
                {JSON.stringify(detail, null, 2)}
              </pre>
            </details>
          )}
        </li>
      ))}
    </ol>
  </Panel>
);
