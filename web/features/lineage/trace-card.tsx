import { Minus, Plus } from 'lucide-react';
import { memo } from 'react';
import { countWords, percentWords, plural, reasonWords } from '../../lib/words';
import { Badge } from '../../ui/badge';
import { classNames } from '../../ui/class-names';
import { Link } from '../../ui/link';
import type { Direction, Trace } from './lineage-queries';
import { KindIcon, lineageHref, stateWord } from './node-words';
import type { Traced } from './use-opened-trace';

export type TroubledSource = Trace['troubled_sources'][number];

interface TraceCardProps {
  readonly node: Traced;
  readonly tone: string;
  readonly start: boolean;
  readonly troubled: TroubledSource | undefined;
  /** Direct neighbours on the screen. */
  readonly shown: { readonly upstream: number; readonly downstream: number };
  readonly direction: Direction;
  readonly open: boolean;
  readonly onPoint: (id: string | undefined) => void;
  readonly onOpen: (id: string) => void;
}

const troubleWords = {
  stale: { word: 'Source stale', tone: 'warn' },
  degraded: { word: 'Source degraded', tone: 'warn' },
  broken: { word: 'Source fails', tone: 'bad' },
  paused: { word: 'Source paused', tone: 'neutral' },
} as const;

/**
 * A node of a trace: what it is, how it does, and how many of its neighbours are not on the screen. Not drawn anew when others
 * are pointed at.
 */
export const TraceCard = memo(
  ({ node, tone, start, troubled, shown, direction, open, onPoint, onOpen }: TraceCardProps) => {
    const state = stateWord(node.state);
    return (
      <div className="relative">
        <Link
          href={lineageHref(node.id)}
          scroll={false}
          data-node={node.id}
          aria-current={start ? 'true' : undefined}
          onPointerEnter={() => {
            onPoint(node.id);
          }}
          onPointerLeave={() => {
            onPoint(undefined);
          }}
          onFocus={() => {
            onPoint(node.id);
          }}
          onBlur={() => {
            onPoint(undefined);
          }}
          className={classNames(
            'block rounded-lg border border-l-4 border-line bg-panel px-2.5 py-2 text-[0.8125rem] hover:bg-raised',
            tone,
            start && 'bg-brand-soft ring-2 ring-brand',
          )}
        >
          <span className="flex items-center gap-2">
            <KindIcon kind={node.kind} />
            <span className="min-w-0 font-medium [overflow-wrap:anywhere]">{node.label}</span>
          </span>
          <span className="mt-0.5 block text-xs [overflow-wrap:anywhere] text-muted">{placeOf(node)}</span>
          <span className="mt-1 flex flex-wrap gap-1 empty:hidden">
            {state !== undefined && <Badge tone={state.tone}>{state.word}</Badge>}
            {troubled !== undefined && (
              <Badge tone={troubleWords[troubled.status].tone}>{troubleWords[troubled.status].word}</Badge>
            )}
            {node.rule !== null && node.rule.confidence !== null && (
              <Badge tone="brand">{percentWords(node.rule.confidence)} sure</Badge>
            )}
          </span>
          {troubled?.reason != null && (
            <span className="mt-1 block text-xs [overflow-wrap:anywhere] text-muted">
              {reasonWords(troubled.reason)}
            </span>
          )}
          {!start && (
            <span className="sr-only">
              {plural(node.upstream, 'node')} directly upstream, {plural(node.downstream, 'node')} downstream
            </span>
          )}
        </Link>
        <Hidden node={node} shown={shown} direction={direction} open={open} onOpen={onOpen} />
      </div>
    );
  },
);

type HiddenProps = Pick<TraceCardProps, 'node' | 'shown' | 'direction' | 'open' | 'onOpen'>;

/** What of a node's direct neighbours is not on the screen, and the button that brings it there. */
const Hidden = ({ node, shown, direction, open, onOpen }: HiddenProps) => {
  const sides = [
    ['upstream', shown.upstream, node.upstream, 'down'],
    ['downstream', shown.downstream, node.downstream, 'up'],
  ] as const;
  const words = sides
    .filter(([, here, all, without]) => here < all && direction !== without)
    .map(([side, here, all]) => `${countWords(here)} of ${countWords(all)} ${side}`);
  if (words.length === 0 && !open) return null;
  return (
    <button
      type="button"
      aria-expanded={open}
      onClick={() => {
        onOpen(node.id);
      }}
      className="target mt-0.5 flex w-full items-center gap-1.5 rounded-lg px-2 text-left text-xs text-brand hover:bg-raised"
    >
      {open ? (
        <Minus aria-hidden className="size-3.5 shrink-0" />
      ) : (
        <Plus aria-hidden className="size-3.5 shrink-0" />
      )}
      <span className="min-w-0">
        {open ? 'Fewer' : words.join(', ')}
        <span className="sr-only"> of {node.label}</span>
      </span>
    </button>
  );
};

/** What holds a node, without its own name; of a rule its mapping. */
const placeOf = ({ kind, path, label, rule, type }: Traced): string => {
  if (rule !== null) return `${path.split(' → ').at(-1) ?? ''} · version ${String(rule.mapping_version)}`;
  if (kind === 'agent') return 'Reads these columns';
  const holder = path.endsWith(` / ${label}`) ? path.slice(0, -label.length - 3) : path;
  return type === null ? holder : `${holder} · ${type}`;
};
