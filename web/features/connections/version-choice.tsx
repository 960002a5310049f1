'use client';

import { GitCompare } from 'lucide-react';
import type { Schemas } from '../../lib/api-client';
import { useUrlState } from '../../lib/use-url-state';
import { Button } from '../../ui/button';
import { SchemaCompare } from './schema-compare';
import { VersionPair } from './version-pair';

interface VersionChoiceProps {
  readonly connection: string;
  readonly object: string;
  /** Newest first, two at least. */
  readonly versions: Schemas['ObjectSchema']['versions'];
}

/** Which two versions of an object are compared stands in the address. */
export const VersionChoice = ({ connection, object, versions }: VersionChoiceProps) => {
  const [params, change] = useUrlState();
  const isOpen = params.get('compare') === object;
  const chosen = (name: 'from' | 'to', usual: number | undefined): number =>
    versions.find(({ version }) => String(version) === params.get(name))?.version ?? usual ?? 1;
  const to = chosen('to', versions[0]?.version);
  const from = chosen('from', versions[1]?.version);
  return (
    <div className="flex flex-col gap-3">
      <div>
        <Button
          icon={GitCompare}
          aria-expanded={isOpen}
          onClick={() => {
            change({ compare: isOpen ? '' : object, from: '', to: '' });
          }}
        >
          Compare versions
        </Button>
      </div>
      {isOpen && (
        <>
          <div className="flex flex-wrap gap-3">
            <VersionPair
              from={from}
              to={to}
              versions={versions.map(({ version }) => version)}
              onChange={change}
            />
          </div>
          <SchemaCompare connection={connection} object={object} from={from} to={to} />
        </>
      )}
    </div>
  );
};
