import { MessageCircleQuestion } from 'lucide-react';
import Link from 'next/link';
import type { Schemas } from '../../lib/api-client';
import { Panel } from '../../ui/panel';
import { AnswerChart } from '../ask/answer-chart';
import { AnswerFigures } from '../ask/answer-figures';
import { AnswerTable } from '../ask/answer-table';

type DashboardTile = Schemas['DashboardTile'];

const mostRows = 5;

/** A picture where there is one, figures where they are few, else the first rows. */
const TileBody = ({ figures, table, chart, title }: DashboardTile) => {
  if (chart !== null && table !== null) return <AnswerChart chart={chart} table={table} />;
  if (
    table !== null &&
    table.rows.length > 0 &&
    figures.length === 1 &&
    figures[0]?.type === 'count' &&
    table.rows.length > 1
  )
    return (
      <div className="-mx-4 sm:-mx-5">
        <AnswerTable table={{ ...table, rows: table.rows.slice(0, mostRows) }} caption={title} />
      </div>
    );
  return <AnswerFigures figures={figures} />;
};

/** A figure of a dashboard with its sentence and the question behind it. */
export const TileCard = ({ tile }: { readonly tile: DashboardTile }) => (
  <Panel
    title={tile.title}
    actions={
      <Link
        href={`/ask?q=${encodeURIComponent(tile.question)}`}
        className="target inline-flex items-center gap-1.5 text-sm text-brand underline-offset-4 hover:underline"
        aria-label={`Ask: ${tile.question}`}
      >
        <MessageCircleQuestion aria-hidden className="size-4" /> Ask
      </Link>
    }
  >
    <div className="flex flex-col gap-4">
      <TileBody {...tile} />
      <p className="text-sm [overflow-wrap:anywhere] text-muted">{tile.sentence}</p>
      {tile.notes.map((note) => (
        <p key={note} className="text-xs text-muted">
          {note}
        </p>
      ))}
    </div>
  </Panel>
);
