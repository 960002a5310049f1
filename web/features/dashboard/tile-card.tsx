import { MessageCircleQuestion } from 'lucide-react';
import type { Schemas } from '../../lib/api-client';
import { Link } from '../../ui/link';
import { Panel } from '../../ui/panel';
import { AnswerChart } from '../ask/answer-chart';
import { AnswerFigures } from '../ask/answer-figures';
import { cellWords, isNumeric } from '../ask/answer-words';

type DashboardTile = Schemas['DashboardTile'];

const mostRows = 5;

type Table = NonNullable<DashboardTile['table']>;

/** The first rows by their names and their last figure; all of them stand in Ask. */
const TileRows = ({ columns, rows }: Table) => {
  const at = columns.findLastIndex(({ type }) => isNumeric(type));
  const column = columns[at];
  const currency = columns.findIndex(({ name }) => name === column?.currency_in);
  return (
    <ul className="flex flex-col gap-2 text-sm">
      {rows.slice(0, mostRows).map((row, place) => (
        <li key={place} className="flex items-baseline justify-between gap-4">
          <span className="min-w-0 [overflow-wrap:anywhere]">{cellWords(row[0], 'text')}</span>
          <span className="numeric font-medium whitespace-nowrap">
            {column !== undefined &&
              cellWords(row[at], column.type, currency < 0 ? null : cellWords(row[currency], 'text'))}
          </span>
        </li>
      ))}
    </ul>
  );
};

/** A picture where there is one, rows where there are several, else the figures. */
const TileBody = ({ figures, table, chart }: DashboardTile) => {
  if (chart !== null && table !== null) return <AnswerChart chart={chart} table={table} />;
  const [figure, another] = figures;
  const listed = another === undefined && figure?.type === 'count' && table !== null && table.rows.length > 1;
  return listed ? <TileRows {...table} /> : <AnswerFigures figures={figures} />;
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
      {tile.chart === null && tile.figures.length < 2 && (
        <p className="text-sm [overflow-wrap:anywhere] text-muted">{tile.sentence}</p>
      )}
      {tile.notes.map((note) => (
        <p key={note} className="text-xs text-muted">
          {note}
        </p>
      ))}
    </div>
  </Panel>
);
