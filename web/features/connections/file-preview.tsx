'use client';

import { FileWarning } from 'lucide-react';
import type { Schemas } from '../../lib/api-client';
import { plural } from '../../lib/words';
import { Facts } from '../../ui/facts';

type Preview = NonNullable<Schemas['CheckReport']['preview']>[number];

/** How the first files would be read: before the first ingest is when a wrong delimiter is mended easily. */
export const FilePreviews = ({ previews }: { readonly previews: readonly Preview[] }) => (
  <section aria-label="How the files would be read" className="mt-5 flex flex-col gap-3">
    <h3 className="text-sm">How the files would be read</h3>
    {previews.map((preview, at) => (
      <details key={preview.object} open={at === 0} className="rounded-xl border border-line">
        <summary className="target flex cursor-pointer flex-wrap items-center gap-x-3 px-4 py-2 text-sm">
          <strong className="min-w-0 [overflow-wrap:anywhere] text-source-ink">{preview.object}</strong>
          <span className="text-muted">
            {preview.width === 0 ? 'cannot be read' : plural(preview.width, 'column')}
          </span>
        </summary>
        <div className="flex flex-col gap-4 border-t border-line p-4">
          {preview.layout.length > 0 && <Facts facts={preview.layout} />}
          {preview.columns.length > 0 && <Rows preview={preview} />}
          {preview.columns.length < preview.width && (
            <p className="text-sm text-muted">
              {plural(preview.width - preview.columns.length, 'more column')} to the right.
            </p>
          )}
          <Unreadable rows={preview.unreadable} />
        </div>
      </details>
    ))}
    <p className="text-sm text-muted">
      Types are told from the first rows. Delimiter, encoding and header row can be set in the settings.
    </p>
  </section>
);

/** As wide as the file is: it scrolls inside itself. */
const Rows = ({ preview: { object, columns, rows } }: { readonly preview: Preview }) => (
  <div
    tabIndex={0}
    role="region"
    aria-label={`First rows of ${object}`}
    className="overflow-x-auto rounded-lg border border-line"
  >
    <table className="text-left text-xs">
      <thead>
        <tr className="border-b border-line bg-raised">
          {columns.map(({ name, type }) => (
            <th key={name} scope="col" className="px-3 py-2 align-top font-medium whitespace-nowrap">
              {name}
              <code className="block font-normal text-muted">{type}</code>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <tr key={at} className="border-b border-line last:border-0">
            {columns.map(({ name }, column) => (
              <td key={name} className="px-3 py-2 whitespace-nowrap">
                {row[column] ?? <span className="text-muted">empty</span>}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const Unreadable = ({ rows }: { readonly rows: Preview['unreadable'] }) =>
  rows.length > 0 && (
    <ul aria-label="Rows that cannot be read" className="flex flex-col gap-2 text-sm">
      {rows.map(({ position, message }) => (
        <li key={position} className="flex items-start gap-2">
          <FileWarning aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
          <span className="min-w-0 [overflow-wrap:anywhere]">
            <strong>{position}</strong> {message}
          </span>
        </li>
      ))}
    </ul>
  );
