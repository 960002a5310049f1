import { Plug } from 'lucide-react';
import { ButtonLink } from '../../ui/button';
import { Link } from '../../ui/link';
import { BeginLink } from './begin-link';

/** The name as a picture, what it does in a line, and the two ways to begin. */
export const Hero = () => (
  <section className="grid items-center gap-x-10 gap-y-6 pt-1 sm:pt-3 lg:grid-cols-[minmax(0,1fr)_auto]">
    <div className="flex min-w-0 flex-col items-start gap-4">
      <h1>
        <Wordmark />
        <span className="sr-only">AutonomOS</span>
      </h1>
      <p className="max-w-3xl text-lg sm:text-xl md:text-2xl">
        <span className="text-brand">Stop building pipelines.</span> Rename a column while data is flowing,
        and nothing is lost, nothing is doubled.
      </p>
      <p className="max-w-2xl">
        <span className="text-brand">autonomOS</span> connects your messy sources, keeps the connections alive
        when the sources change, and turns everything into one canonical stream that can be replayed and
        traced back to the row it came from.
      </p>
      <div className="flex flex-wrap gap-3">
        <ButtonLink look="primary">
          <Link href="/connections/new">
            <Plug aria-hidden className="size-4" /> Connect a source
          </Link>
        </ButtonLink>
        <BeginLink />
      </div>
    </div>
    <Mark />
  </section>
);

const Wordmark = () => (
  <svg
    aria-hidden
    viewBox="0 0 300 56"
    preserveAspectRatio="xMinYMid"
    className="h-10 w-auto max-w-full font-sans font-medium sm:h-12 md:h-14"
    fontSize="50"
  >
    <text x="0" y="43" className="fill-brand">
      autonom<tspan className="fill-ink">OS</tspan>
    </text>
  </svg>
);

const sources = [24, 62, 100, 138] as const;

/** Sources that flow into one ring, and what agents make of it: the mark at large. */
const Mark = () => (
  <svg aria-hidden viewBox="0 0 300 164" className="w-72 max-lg:hidden xl:w-80">
    <g fill="none" strokeWidth="2.5" className="stroke-source opacity-60">
      {sources.map((y) => (
        <path key={y} d={`M24,${String(y)}C80,${String(y)} 90,82 132,82`} />
      ))}
    </g>
    <g fill="none" strokeWidth="2.5" className="stroke-agent opacity-60">
      <path d="M168,82C215,82 220,46 268,46" />
      <path d="M168,82C215,82 220,118 268,118" />
    </g>
    {sources.map((y) => (
      <circle key={y} cx="20" cy={y} r="8" className="fill-source" />
    ))}
    <circle cx="150" cy="82" r="38" strokeWidth="6" className="fill-canvas stroke-brand" />
    <circle cx="150" cy="82" r="15" className="fill-ontology" />
    <g className="agent-glow">
      <circle cx="274" cy="46" r="11" className="fill-agent" />
      <circle cx="274" cy="118" r="11" className="fill-agent" />
    </g>
  </svg>
);
