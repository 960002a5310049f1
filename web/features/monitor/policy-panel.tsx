'use client';

import { useQuery } from '@tanstack/react-query';
import { percentWords } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Panel } from '../../ui/panel';
import { policiesQuery } from './monitor-queries';
import { PolicySelect } from './policy-select';

/** The tenant's own policy, and what the installation allows; narrower policies are shown on their tickets. */
export const PolicyPanel = () => {
  const policies = useQuery(policiesQuery());
  return (
    <Panel title="Drift policy">
      <AsyncPanel query={policies} rows={1}>
        {({ data, autofix, threshold }) => (
          <div className="flex flex-col gap-3">
            <PolicySelect
              label="For all connections"
              value={data.find(({ connection_id: at }) => at === null)?.policy ?? 'ask'}
              connection={null}
              object={null}
            />
            <p className="text-sm text-muted">
              {autofix
                ? `Sure means a confidence above ${percentWords(threshold)}.`
                : 'This installation applies nothing by itself (FEATURE_DRIFT_AUTOFIX is not set): also what is sure waits.'}
              {data.some(({ connection_id: at }) => at !== null) &&
                ` ${String(data.filter(({ connection_id: at }) => at !== null).length)} narrower policies hold for single connections, objects or fields.`}
            </p>
          </div>
        )}
      </AsyncPanel>
    </Panel>
  );
};
