'use client';

import { useQuery } from '@tanstack/react-query';
import { Bot } from 'lucide-react';
import type { Schemas } from '../../lib/api-client';
import { capital, countWords, spaced } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { DataTable } from '../../ui/data-table';
import type { Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { Meter } from '../../ui/meter';
import { Panel } from '../../ui/panel';
import { LlmPanel } from '../monitor/llm-panel';
import { llmUsageQuery } from '../monitor/monitor-queries';

const days = 30;

type Line = Schemas['LlmUsageLine'];

const columns: readonly Column<Line>[] = [
  { name: 'Day', cell: ({ day }) => <span className="numeric whitespace-nowrap">{day}</span> },
  { name: 'For', cell: ({ purpose }) => capital(spaced(purpose)) },
  { name: 'Model', cell: ({ provider, model }) => `${provider}:${model}` },
  {
    name: 'Outcome',
    cell: ({ outcome, saved_by }) => (saved_by === null ? spaced(outcome) : `saved by ${saved_by}`),
  },
  { name: 'Calls', numeric: true, cell: ({ calls }) => countWords(calls) },
  {
    name: 'Tokens',
    numeric: true,
    cell: ({ tokens_in, tokens_out }) => countWords(tokens_in + tokens_out),
  },
];

/** Which models answer, what they were asked, and what was saved. Keys are the installation's and never shown. */
export const ModelsTab = () => {
  const usage = useQuery(llmUsageQuery(days));
  const used = usage.data !== undefined && (usage.data.models.length > 0 || usage.data.lines.length > 0);
  return (
    <>
      <Panel title="Models" note="Chosen by the installation; their keys never leave its environment.">
        <AsyncPanel query={usage} rows={2}>
          {({ models, heuristic_only, tokens_today, tokens_per_day }) =>
            models.length === 0 ? (
              <Empty icon={Bot} title="No language model is configured">
                Names, types, values and earlier decisions decide alone. With OPENAI_API_KEY or GEMINI_API_KEY
                in its environment, the installation asks a model where these are not sure.
              </Empty>
            ) : (
              <div className="flex flex-col gap-5">
                <ol className="flex flex-col gap-1 text-sm">
                  {models.map((model, at) => (
                    <li key={model} className="flex flex-wrap items-center gap-2">
                      <Bot aria-hidden className="size-4 text-agent" />
                      <code className="[overflow-wrap:anywhere]">{model}</code>
                      {at === 0 && !heuristic_only && <span className="text-muted">asked first</span>}
                    </li>
                  ))}
                </ol>
                {heuristic_only && (
                  <p className="text-sm">Switched off for your organisation by the flag llm.</p>
                )}
                <Meter
                  label="Tokens today"
                  used={tokens_today}
                  of={tokens_per_day}
                  note="A new day begins at 00:00 UTC."
                />
              </div>
            )
          }
        </AsyncPanel>
      </Panel>
      {used && <Calls />}
    </>
  );
};

/** What the models were asked, day by day. */
const Calls = () => {
  const usage = useQuery(llmUsageQuery(days));
  return (
    <>
      <LlmPanel days={days} />
      <Panel title={`Calls of the last ${String(days)} days`} flush>
        <AsyncPanel query={usage}>
          {({ lines }) =>
            lines.length === 0 ? (
              <Empty icon={Bot} title="No model was asked" />
            ) : (
              <DataTable
                caption="Calls of language models by day"
                columns={columns}
                rows={lines}
                keyOf={({ day, purpose, provider, model, outcome, saved_by }) =>
                  [day, purpose, provider, model, outcome, saved_by].join(' ')
                }
              />
            )
          }
        </AsyncPanel>
      </Panel>
    </>
  );
};
