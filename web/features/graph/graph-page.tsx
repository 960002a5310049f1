'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useFallbackInterval } from '../../lib/live/use-fallback-interval';
import { AsyncPanel } from '../../ui/async-panel';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { NoSource } from '../connections/no-source';
import { graphQuery } from '../lineage/lineage-queries';
import { loadPicture, ShownGraph } from './shown-graph';
import { useGraphView } from './use-graph-view';

/** Sources, tables, ontology and agents as one picture, or as a table. */
export const GraphPage = () => {
  const [{ collapse, expand }] = useGraphView();
  const refetchInterval = useFallbackInterval();
  const query = useQuery({
    ...graphQuery({ collapse, expand }),
    refetchInterval,
    placeholderData: keepPreviousData,
  });
  // What draws comes while what is drawn is still on its way.
  useEffect(() => {
    void loadPicture();
  }, []);
  return (
    <>
      <PageHeader
        title="DCL Graph"
        note="How data flows: from sources over their tables into the ontology, and on to the agents."
      />
      <AsyncPanel query={query} rows={8}>
        {(graph) =>
          graph.nodes.some(({ type }) => type === 'source_parent') ? (
            <ShownGraph graph={graph} />
          ) : (
            <Panel>
              <NoSource>
                Connect a source and ingest it: its tables appear here with what they are mapped to.
              </NoSource>
            </Panel>
          )
        }
      </AsyncPanel>
    </>
  );
};
