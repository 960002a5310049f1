import { Bot, Coins, TrendingUp } from 'lucide-react';
import { Link } from '../../ui/link';

const agents = [
  {
    name: 'RevOps',
    icon: TrendingUp,
    says: 'Scores open deals with reasons, forecasts what will be won, and finds stuck and duplicate deals.',
  },
  {
    name: 'FinOps',
    icon: Coins,
    says: 'Breaks cloud spend down, finds unusual days with their likely cause, and idle and untagged resources.',
  },
] as const;

/** The agent layer in one container: who acts on the unified data, and under whose eyes. */
export const Orchestration = () => (
  <section
    aria-labelledby="orchestration"
    className="rounded-2xl border border-line bg-panel p-4 shadow-card sm:p-6"
  >
    <h2 id="orchestration" className="text-xl text-brand">
      Agentic Orchestration at Scale
    </h2>
    <p className="mt-1 max-w-3xl text-muted">
      Agents read persistent, versioned entity mappings instead of raw exports. What they want to change in a
      source is a proposal first: a person, or a policy that a person has set, decides; what was written is
      read back.
    </p>
    <ul className="mt-4 grid gap-4 md:grid-cols-2">
      {agents.map(({ name, icon: Icon, says }) => (
        <li
          key={name}
          className="flex items-start gap-4 rounded-xl border border-agent/40 bg-agent-soft/50 p-4"
        >
          <span className="agent-glow relative shrink-0 rounded-full border border-agent bg-agent-soft p-3 text-agent">
            <Bot aria-hidden className="size-6" />
          </span>
          <span className="min-w-0">
            <span className="flex items-center gap-2 font-medium text-agent-ink">
              {name} <Icon aria-hidden className="size-4" />
            </span>
            <span className="mt-1 block text-sm text-muted">{says}</span>
          </span>
        </li>
      ))}
    </ul>
    <p className="mt-3 text-sm">
      <Link
        href="/agents"
        className="target inline-flex items-center text-brand underline underline-offset-4"
      >
        See what they found
      </Link>
    </p>
  </section>
);
