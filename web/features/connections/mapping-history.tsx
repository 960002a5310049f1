'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { GitCompare, Undo2 } from 'lucide-react';
import { usePages } from '../../lib/use-pages';
import { useUrlState } from '../../lib/use-url-state';
import { AsyncPanel } from '../../ui/async-panel';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { MoreRows } from '../../ui/more-rows';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { useToast } from '../../ui/toast';
import { MappingChanges } from './mapping-changes';
import { mappingDiffQuery, mappingVersionQuery, mappingVersions } from './mapping-queries';
import type { MappingDetail, MappingVersion } from './mapping-queries';
import { VersionPair } from './version-pair';

interface MappingHistoryProps {
  readonly mapping: MappingDetail;
  /** Puts the document of a former version into the form; absent for those who may not edit. */
  readonly onBringBack?: (version: number, document: string) => void;
}

/** Who made each version and why; any two are compared, and a former one brought back as a new version. */
export const MappingHistory = ({ mapping, onBringBack }: MappingHistoryProps) => {
  const { mapping_id: id } = mapping;
  const [params, change] = useUrlState();
  const pages = usePages(['mappings', 'versions', id], (cursor) => mappingVersions(id, cursor));
  const from = Number(params.get('from') ?? 0);
  const to = Number(params.get('to') ?? mapping.version);
  return (
    <>
      {from > 0 && (
        <Comparison
          id={id}
          newest={mapping.newest_version}
          from={from}
          to={to}
          onChange={(versions) => {
            change(versions);
          }}
        />
      )}
      <Panel title="Versions" flush>
        <AsyncPanel query={pages}>
          {(versions) => (
            <ol aria-label="Versions">
              {versions.map((version) => (
                <li key={version.version} className="border-b border-line px-4 py-3 last:border-0">
                  <Version
                    id={id}
                    version={version}
                    onCompare={() => {
                      change({ from: String(version.version), to: '' });
                    }}
                    {...(onBringBack === undefined ? {} : { onBringBack })}
                  />
                </li>
              ))}
            </ol>
          )}
        </AsyncPanel>
        <MoreRows pages={pages} />
      </Panel>
    </>
  );
};

interface VersionProps extends Pick<MappingHistoryProps, 'onBringBack'> {
  readonly id: string;
  readonly version: MappingVersion;
  readonly onCompare: () => void;
}

const Version = ({ id, version, onCompare, onBringBack }: VersionProps) => {
  const { version: number, active, author, reason, created_at } = version;
  const client = useQueryClient();
  const { complain } = useToast();
  const bringBack = useMutation({
    mutationFn: () => client.query(mappingVersionQuery(id, number)),
    onSuccess: ({ document }) => {
      onBringBack?.(number, document);
    },
    onError: complain,
  });
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
      <div className="min-w-0 flex-1 max-sm:basis-full">
        <p className="flex flex-wrap items-center gap-2">
          <strong>Version {number}</strong>
          {active && <Badge tone="good">Active</Badge>}
          <span className="text-muted">
            by {author}, <RelativeTime at={created_at} />
          </span>
        </p>
        <p className="mt-1 [overflow-wrap:anywhere]">{reason}</p>
      </div>
      {!active && (
        <>
          <Button look="quiet" icon={GitCompare} onClick={onCompare}>
            Compare
          </Button>
          {onBringBack !== undefined && (
            <Button
              look="quiet"
              icon={Undo2}
              busy={bringBack.isPending}
              onClick={() => {
                bringBack.mutate();
              }}
            >
              Bring back
            </Button>
          )}
        </>
      )}
    </div>
  );
};

interface ComparisonProps {
  readonly id: string;
  readonly newest: number;
  readonly from: number;
  readonly to: number;
  readonly onChange: (versions: Readonly<Record<string, string>>) => void;
}

/** As many as a list of choices holds well; older ones are compared from their row. */
const choosable = 200;

const Comparison = ({ id, newest, from, to, onChange }: ComparisonProps) => {
  const diff = useQuery(mappingDiffQuery(id, from, to));
  const recent = Array.from({ length: Math.min(newest, choosable) }, (_none, at) => newest - at);
  const versions = [...new Set([...recent, from, to])];
  return (
    <Panel title={`From version ${String(from)} to version ${String(to)}`} flush>
      <div className="flex flex-wrap gap-3 border-b border-line px-4 py-3">
        <VersionPair from={from} to={to} versions={versions} onChange={onChange} />
      </div>
      <AsyncPanel query={diff}>{({ changes }) => <MappingChanges changes={changes} />}</AsyncPanel>
    </Panel>
  );
};
