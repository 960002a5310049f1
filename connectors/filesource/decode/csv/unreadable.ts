import type { UnreadableRow } from '../../../contract.ts';
import { limits } from '../limits.ts';

interface Circumstances {
  readonly line: number;
  readonly raw: string;
  readonly cells: number;
  readonly width: number;
}

const messages = {
  ragged_row: ({ cells, width }: Circumstances) =>
    `The row has ${cells} cells where the header has ${width}; quote cells that hold the delimiter or add the missing ones`,
  broken_quote: () =>
    'A quoted cell is never closed or is followed by text; double the quotes inside cells and close the cell',
  invalid_utf8: () => 'The row holds bytes that are no valid text in this encoding; save the file as UTF-8',
  nul_byte: () => 'The row holds NUL characters, which no text may; remove them',
  row_too_long: () =>
    `The row is longer than ${limits.maxRecordBytes} bytes; check its line breaks and quotes`,
  repeated_header: () =>
    'The header stands here once more, as it does where files were joined; it is no record, so leave it out',
  too_many_columns: () => `The row has more than ${limits.maxColumns} cells; check its line breaks`,
} as const;

export type UnreadableCode = keyof typeof messages;

/** An unreadable CSV row with its place, its code and the cure. */
export const unreadable = (code: UnreadableCode, at: Circumstances): UnreadableRow => ({
  position: `line ${at.line}`,
  raw: at.raw,
  code,
  message: messages[code](at),
  ...(code === 'repeated_header' ? { isNoRecord: true } : {}),
});
