import type { Encoding } from '../text/detect-encoding.ts';

/** How a delimited text file is written. */
export interface Dialect {
  readonly encoding: Encoding;
  /** One ASCII character. */
  readonly delimiter: string;
  readonly quote: '"' | "'";
  /** How a quote stands inside a quoted cell: doubled, or after a backslash. */
  readonly escape: 'double' | 'backslash';
  /** Line breaks are CR, LF or CRLF in any mixture; this one is used when the file is rewritten. */
  readonly lineBreak: '\n' | '\r\n' | '\r';
  /** Records before the header (titles, Excel's `sep=;`); they are skipped. */
  readonly skip: number;
  /** False: the first record is data and the columns are named by number. */
  readonly header: boolean;
}
