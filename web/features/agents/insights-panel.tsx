'use client';

import { Lightbulb } from 'lucide-react';
import { answerOf, api } from '../../lib/api-client';
import { usePages } from '../../lib/use-pages';
import { useUrlState } from '../../lib/use-url-state';
import { capital, plural, spaced } from '../../lib/words';
import { Badge } from '../../ui/badge';
import { Empty } from '../../ui/empty';
import { FilterSelect } from '../../ui/filter-select';
import { latePanel } from '../../ui/late-panel';
import { ListWithDetails } from '../../ui/list-with-details';
import { agentIds, agentName, isAgent, severityList, severityLook } from './agent-words';
import type { Insight } from './agent-words';

const InsightDetails = latePanel(() => import('./insight-details').then((module) => module.InsightDetails));

/** Findings of each agent's newest run. */
export const InsightsPanel = () => {
  const [params, change] = useUrlState();
  const agent = params.get('agent');
  const severity = severityList.find((one) => one === params.get('severity'));
  const pages = usePages(['insights', { agent, severity }], (cursor) =>
    answerOf(
      api.GET('/api/v1/insights', {
        params: {
          query: {
            ...(isAgent(agent) ? { agent } : {}),
            ...(severity === undefined ? {} : { severity }),
            ...(cursor === undefined ? {} : { cursor }),
          },
        },
      }),
    ),
  );
  return (
    <>
      <div className="flex flex-wrap gap-3">
        <FilterSelect
          label="Agent"
          value={agent ?? ''}
          options={agentIds.map((one) => [one, agentName(one)])}
          onChange={(value) => {
            change({ agent: value });
          }}
        />
        <FilterSelect
          label="Weight"
          value={severity ?? ''}
          options={severityList.map((one) => [one, severityLook(one).word])}
          onChange={(value) => {
            change({ severity: value });
          }}
        />
      </div>
      <ListWithDetails
        pages={pages}
        param="insight"
        title="Insight"
        empty={
          <Empty icon={Lightbulb} title="Nothing is worth a word">
            Agents look after each connect, and say what stands out.
          </Empty>
        }
        list={(insights, open) => (
          <ul aria-label="Insights">
            {insights.map((insight) => (
              <InsightRow
                key={insight.insight_id}
                insight={insight}
                onOpen={() => {
                  open(insight.insight_id);
                }}
              />
            ))}
          </ul>
        )}
        details={(id) => <InsightDetails id={id} />}
      />
    </>
  );
};

const InsightRow = ({ insight, onOpen }: { readonly insight: Insight; readonly onOpen: () => void }) => {
  const { word, tone, icon } = severityLook(insight.severity);
  return (
    <li className="border-b border-line last:border-0">
      <button
        type="button"
        onClick={onOpen}
        className="flex w-full flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3 text-left text-sm -outline-offset-2 hover:bg-raised sm:flex-nowrap sm:px-5"
      >
        <span className="w-24 shrink-0">
          <Badge tone={tone} icon={icon}>
            {word}
          </Badge>
        </span>
        <span className="min-w-0 flex-1 basis-60">
          <span className="block font-medium [overflow-wrap:anywhere]">{insight.title}</span>
          <span className="block [overflow-wrap:anywhere] text-muted">{insight.summary}</span>
        </span>
        <span className="shrink-0 text-xs text-muted">
          {capital(spaced(insight.kind))} · {plural(insight.citations.length, 'record')}
        </span>
      </button>
    </li>
  );
};
