'use client';

import { useUrlState } from '../../lib/use-url-state';
import { latePanel } from '../../ui/late-panel';
import { PageHeader } from '../../ui/page-header';
import { SearchForm } from '../../ui/search-form';
import { Tabs } from '../../ui/tabs';
import { EntitiesTab } from './entities-tab';

const OntologySearch = latePanel(() => import('./ontology-search').then((module) => module.OntologySearch));
const UniverseTab = latePanel(() => import('./universe-tab').then((module) => module.UniverseTab));

/** What everything means, and what there is: entities with their standards, and every table of every source. */
export const OntologyPage = () => {
  const [params, change] = useUrlState();
  const find = params.get('find') ?? '';
  const tab = params.get('tab') === 'universe' ? 'universe' : 'entities';
  return (
    <>
      <PageHeader
        title="Ontology"
        note="The canonical model with its standards, and which columns of your sources give it its values."
      />
      <SearchForm
        label="Entity, field, table or column"
        name="Ontology"
        value={find}
        className="mb-4 max-w-md"
        onFind={(words) => {
          change({ find: words });
        }}
      />
      {find !== '' && (
        <div className="mb-4">
          <OntologySearch find={find} />
        </div>
      )}
      <Tabs
        label="Views of the ontology"
        value={tab}
        onValueChange={(value) => {
          change({ tab: value === 'entities' ? '' : value });
        }}
        tabs={[
          { id: 'entities', label: 'Unified Entities', content: <EntitiesTab /> },
          { id: 'universe', label: 'Data Source Universe', content: <UniverseTab /> },
        ]}
      />
    </>
  );
};
