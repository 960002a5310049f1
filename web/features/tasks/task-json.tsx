'use client';

import type { Schemas } from '../../lib/api-client';
import { JsonBlock } from '../../ui/code-block';
import { Panel } from '../../ui/panel';

/** What the job was given and what it left behind, as it is kept. */
export const TaskJson = ({ task: { input, result } }: { readonly task: Schemas['TaskDetail'] }) => (
  <Panel title="Input and result">
    <div className="flex flex-col gap-4">
      <JsonBlock label="Input (JSON)" value={input} />
      {result !== null && result !== undefined && <JsonBlock label="Result (JSON)" value={result} />}
    </div>
  </Panel>
);
