import { Plug } from 'lucide-react';
import Link from 'next/link';
import { ButtonLink } from '../../ui/button';
import { ArchitectureFlow } from './architecture-flow';
import { questions } from './questions';
import { SignUpLink } from './sign-up-link';

/** What the product is, how data flows through it, and the questions people ask first. Readable without scripts. */
export const HomePage = () => (
  <div className="flex flex-col gap-10">
    <section className="flex flex-col items-start gap-4 pt-2 sm:pt-6">
      <h1 className="text-3xl text-brand sm:text-4xl md:text-5xl">AutonomOS</h1>
      <p className="max-w-3xl text-lg sm:text-xl md:text-2xl">
        <span className="text-brand">Stop building pipelines.</span> Rename a column while data is flowing,
        and nothing is lost, nothing is doubled.
      </p>
      <p className="max-w-2xl text-muted">
        It connects your messy sources, keeps the connections alive when the sources change, and turns
        everything into one canonical stream that can be replayed and traced back to the row it came from.
      </p>
      <div className="flex flex-wrap gap-3">
        <ButtonLink look="primary">
          <Link href="/connections/new">
            <Plug aria-hidden className="size-4" /> Connect a source
          </Link>
        </ButtonLink>
        <SignUpLink />
      </div>
    </section>
    <ArchitectureFlow />
    <section aria-labelledby="questions" className="flex flex-col gap-3">
      <h2 id="questions" className="text-xl text-brand">
        Questions
      </h2>
      {questions.map(({ id, question, answer }) => (
        <details key={id} id={id} className="group rounded-xl border border-line bg-panel px-4 shadow-card">
          <summary className="target flex items-center py-3 font-medium">{question}</summary>
          <p className="max-w-prose pb-4 text-sm text-muted">{answer}</p>
        </details>
      ))}
    </section>
  </div>
);
