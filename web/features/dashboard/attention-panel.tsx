import { ChevronRight, CircleAlert, CircleCheck, OctagonAlert, TriangleAlert } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { Schemas } from '../../lib/api-client';
import { plural, reasonWords, spaced } from '../../lib/words';
import { Badge } from '../../ui/badge';
import type { Tone } from '../../ui/badge';
import { Empty } from '../../ui/empty';
import { Link } from '../../ui/link';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { taskKindWord, taskKinds } from '../tasks/task-words';

type Item = Schemas['NeedsAttention'];

const severities: Readonly<Record<Item['severity'], { word: string; tone: Tone; icon: LucideIcon }>> = {
  critical: { word: 'Critical', tone: 'bad', icon: OctagonAlert },
  warning: { word: 'Warning', tone: 'warn', icon: TriangleAlert },
  notice: { word: 'Notice', tone: 'info', icon: CircleAlert },
};

interface Told {
  readonly title: string;
  readonly detail?: string;
  readonly href: string;
}

const kindWord = (code: string | null): string => {
  const kind = taskKinds.find((one) => one === code);
  return kind === undefined ? 'A task' : taskKindWord(kind);
};

const held = (count: number): string => (count === 0 ? '' : ` · ${plural(count, 'record')} held until then`);

type Tell = (item: Item, source: string, id: string) => Told;

const reasonOf = ({ reason }: Item) => (reason === null ? {} : { detail: reasonWords(reason) });

const tellers: Readonly<Record<Item['kind'], Tell>> = {
  connection: (item, source, id) => ({
    title:
      item.code === 'stale' ? `${source} is not read on time` : `${source} is ${item.code ?? 'not well'}`,
    ...reasonOf(item),
    href: `/connections/${id}`,
  }),
  repair: ({ object, code, count }, source, id) => ({
    title: `A repair of ${object ?? 'an object'} waits for you`,
    detail: `${source} · ${spaced(code ?? '')}${held(count)}`,
    href: `/approvals/${id}`,
  }),
  drift_event: ({ object, code, count }, source, id) => ({
    title: `${object ?? 'An object'}: ${spaced(code ?? 'changed')}`,
    detail: `${source}${held(count)}`,
    href: `/monitor/tickets/${id}`,
  }),
  task: (item, source, id) => ({
    title: `${kindWord(item.code)}${item.connection === null ? '' : ` of ${source}`} failed`,
    ...reasonOf(item),
    href: `/tasks/${id}`,
  }),
  quarantine: ({ count }, source, id) => ({
    title: `${plural(count, 'record')} of ${source} could not be read`,
    detail: 'Held with the reason; try again or discard',
    href: `/quarantine?connection=${id}&state=quarantined`,
  }),
  writebacks: ({ count }) => ({
    title: `${plural(count, 'proposed change')} of agents ${count === 1 ? 'waits' : 'wait'}`,
    href: '/agents?tab=writebacks&state=proposed',
  }),
};

/** What waits for a person, the gravest first. */
export const AttentionPanel = ({ attention }: { readonly attention: readonly Item[] }) => (
  <Panel title="Needs attention" flush>
    {attention.length === 0 ? (
      <Empty icon={CircleCheck} title="Nothing waits for you">
        Failing sources, changed schemas and held records would stand here.
      </Empty>
    ) : (
      <ul aria-label="Needs attention">
        {attention.map((item) => (
          <AttentionRow key={`${item.kind} ${item.id ?? ''}`} item={item} />
        ))}
      </ul>
    )}
  </Panel>
);

const AttentionRow = ({ item }: { readonly item: Item }) => {
  const { word, tone, icon } = severities[item.severity];
  const { title, detail, href } = tellers[item.kind](item, item.connection ?? 'a source', item.id ?? '');
  return (
    <li className="relative flex items-center gap-3 border-b border-line px-4 py-3 last:border-0 hover:bg-raised/60 sm:px-5">
      <div className="min-w-0 flex-1 text-sm">
        <p className="mb-1 flex flex-wrap items-center gap-x-3 gap-y-1">
          <Badge tone={tone} icon={icon}>
            {word}
          </Badge>
          <span className="relative z-10 text-xs text-muted">
            <RelativeTime at={item.since} />
          </span>
        </p>
        <Link
          href={href}
          className="font-medium [overflow-wrap:anywhere] text-ink after:absolute after:inset-0 hover:underline"
        >
          {title}
        </Link>
        {detail !== undefined && <p className="[overflow-wrap:anywhere] text-muted">{detail}</p>}
      </div>
      <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />
    </li>
  );
};
