import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ArchitecturePage } from '../../../../features/architecture/architecture-page';
import { diagramAt, diagrams } from '../../../../features/architecture/diagrams';

interface Props {
  readonly params: Promise<{ readonly slug: string }>;
}

export const dynamicParams = false;

export const generateStaticParams = (): { slug: string }[] => diagrams.map(({ slug }) => ({ slug }));

export const generateMetadata = async ({ params }: Props): Promise<Metadata> => ({
  title: `${diagramAt((await params).slug)?.title ?? 'Architecture'} · Architecture`,
});

export default async function Page({ params }: Props) {
  const diagram = diagramAt((await params).slug);
  if (diagram === undefined) notFound();
  return <ArchitecturePage diagram={diagram} />;
}
