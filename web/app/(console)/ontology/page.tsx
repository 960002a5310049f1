import type { Metadata } from 'next';
import { OntologyPage } from '../../../features/ontology/ontology-page';

export const metadata: Metadata = { title: 'Ontology' };

export default function Page() {
  return <OntologyPage />;
}
