import { Link } from '../../ui/link';

/** Sources flow into one ring: the mark and the name. */
export const Logo = ({ compact = false }: { readonly compact?: boolean }) => (
  <Link href="/" className="target inline-flex items-center gap-2.5 text-lg font-medium text-brand">
    <svg viewBox="0 0 32 32" className="size-8" aria-hidden>
      <circle cx="16" cy="16" r="10" fill="none" stroke="var(--brand)" strokeWidth="2.5" />
      <circle cx="16" cy="16" r="4" fill="var(--ontology)" />
      <circle cx="6.5" cy="11" r="3" fill="var(--source)" />
      <circle cx="25.5" cy="21" r="3" fill="var(--agent)" />
    </svg>
    <span className={compact ? 'max-sm:sr-only' : ''}>AutonomOS</span>
  </Link>
);
