import { ArchitectureFlow } from './architecture-flow';
import { Hero } from './hero';
import { Orchestration } from './orchestration';
import { questions } from './questions';

/** What the product is, how data flows through it, and the questions people ask first. Readable without scripts. */
export const HomePage = () => (
  <div className="flex flex-col gap-6 sm:gap-8">
    <Hero />
    <ArchitectureFlow />
    <Orchestration />
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
