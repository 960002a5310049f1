import type { Metadata } from 'next';
import { OntologyPage } from '../../../features/ontology/ontology-page';
import { ontologyRequest } from '../../../features/lineage/lineage-queries';
import { AskedAhead } from '../../asked-ahead';
import type { PageWithAddress } from '../../asked-ahead';

export const metadata: Metadata = { title: 'Ontology' };

export default function Page({ searchParams }: PageWithAddress) {
  return (
    <>
      <AskedAhead
        search={searchParams}
        request={(params) => (params.get('tab') === 'universe' ? undefined : ontologyRequest)}
      />
      <OntologyPage />
    </>
  );
}
