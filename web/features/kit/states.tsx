'use client';

import { Cable } from 'lucide-react';
import { ApiProblem } from '../../lib/api-problem';
import { AsyncPanel } from '../../ui/async-panel';
import { Button } from '../../ui/button';
import { Empty } from '../../ui/empty';
import { Panel } from '../../ui/panel';
import { useToast } from '../../ui/toast';

const refetch = (): void => undefined;
const failure = new ApiProblem({
  title: 'The query takes too much time',
  status: 422,
  code: 'query_too_costly',
  detail: 'It was stopped after 10 seconds. Ask for fewer rows, or for one entity.',
  trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
  retryable: false,
  errors: [{ pointer: '/limit', code: 'too_big', message: 'At most 200' }],
});

const kept = 'Twelve accounts, as they were when they were last read.';

/** The states of anything that is asked for; each panel has them for itself. */
export const States = () => {
  const { say } = useToast();
  const again = (): void => {
    say('Asked again');
  };
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <Panel title="Loading" note="The shape of what is coming, so that nothing jumps." flush>
        <AsyncPanel query={{ data: undefined, error: null, isPending: true, refetch }}>
          {() => null}
        </AsyncPanel>
      </Panel>
      <Panel title="Empty, first use" flush>
        <Empty
          icon={Cable}
          title="No source is connected yet"
          action={<Button look="primary">Connect</Button>}
        >
          Connect a CRM, a database or some files.
        </Empty>
      </Panel>
      <Panel title="Empty, nothing matches" flush>
        <Empty icon={Cable} title="No connection matches" action={<Button>Clear the filters</Button>} />
      </Panel>
      <Panel title="Failed" note="In the API’s own words, with what support needs." flush>
        <AsyncPanel query={{ data: undefined, error: failure, isPending: false, refetch: again }}>
          {() => null}
        </AsyncPanel>
      </Panel>
      <Panel title="Offline" flush>
        <AsyncPanel
          query={{ data: undefined, error: ApiProblem.of(undefined), isPending: false, refetch: again }}
        >
          {() => null}
        </AsyncPanel>
      </Panel>
      <Panel title="Stale" note="What was known stays under the failure of a refresh." flush>
        <AsyncPanel query={{ data: kept, error: ApiProblem.of(undefined), isPending: false, refetch: again }}>
          {(text) => <p className="px-5 pb-5 text-sm">{text}</p>}
        </AsyncPanel>
      </Panel>
    </div>
  );
};
