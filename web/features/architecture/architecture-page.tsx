import { Link } from '../../ui/link';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import type { Diagram } from './diagram';
import { DiagramView } from './diagram-view';
import { diagrams } from './diagrams';

/** One of the nine pictures of the architecture, with what its parts do in words; the words need no script. */
export const ArchitecturePage = ({ diagram }: { readonly diagram: Diagram }) => (
  <>
    <PageHeader title={diagram.title} note={diagram.summary} />
    <div className="grid min-w-0 gap-5 lg:grid-cols-[14rem_minmax(0,1fr)] print:block">
      <DiagramList current={diagram.slug} />
      <div className="flex min-w-0 flex-col gap-5">
        <DiagramView key={diagram.slug} diagram={diagram} />
        <Panel title="What the parts do">
          <dl className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
            {diagram.parts.map(({ name, says, page }) => (
              <div key={name}>
                <dt className="font-medium">{name}</dt>
                <dd className="mt-1 text-sm text-muted">
                  {says}{' '}
                  {page !== undefined && (
                    <Link href={page} className="whitespace-nowrap text-brand underline underline-offset-4">
                      See it at work
                    </Link>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </Panel>
        <Panel title="Where it is in the code">
          <ul className="flex flex-wrap gap-2">
            {diagram.code.map((path) => (
              <li key={path}>
                <code className="rounded bg-raised px-2 py-1 text-sm [overflow-wrap:anywhere]">{path}</code>
              </li>
            ))}
          </ul>
        </Panel>
      </div>
    </div>
  </>
);

const DiagramList = ({ current }: { readonly current: string }) => (
  <nav aria-label="Diagrams" className="min-w-0">
    <ol className="flex flex-wrap gap-0.5 lg:flex-col lg:gap-1">
      {diagrams.map(({ slug, title }, index) => (
        <li key={slug}>
          <Link
            href={`/architecture/${slug}`}
            aria-current={slug === current ? 'page' : undefined}
            className="target flex items-center gap-2 rounded-lg px-3 py-2 text-sm text-muted max-lg:px-2.5 hover:bg-raised hover:text-ink aria-[current=page]:bg-brand-soft aria-[current=page]:font-medium aria-[current=page]:text-brand"
          >
            <span className="numeric min-w-3 shrink-0 text-right">{index + 1}</span>
            <span className="max-lg:sr-only">{title}</span>
          </Link>
        </li>
      ))}
    </ol>
  </nav>
);
