import { isUtf8 } from 'node:buffer';
import type { UnreadableRow } from '../../../contract.ts';
import { limits } from '../limits.ts';
import { shownRaw } from '../text/shown-raw.ts';
import type { Utf8Feed } from '../text/utf8-feed.ts';
import type { Dialect } from './dialect.ts';
import { unreadable } from './unreadable.ts';
import type { UnreadableCode } from './unreadable.ts';
import { backslash, doubledQuote, nonAscii, RecordScanner } from './record-scanner.ts';

/**
 * Walks the records of a delimited text through a sliding window. The window is turned into one Latin-1 string whose
 * slices are the ASCII cells (about 20 ns each); only cells with other letters are decoded one by one. A slice keeps
 * its window's string (1–2 MB) alive: whoever keeps cells longer than a batch copies them.
 */
export class CsvRecords {
  private readonly feed: Utf8Feed;
  private readonly scanner: RecordScanner;
  private readonly quote: string;
  private window = Buffer.allocUnsafe(2 * limits.blockBytes);
  private filled = 0;
  private final = false;
  private text = '';
  private valid = true;
  /** Short cells beyond ASCII repeat (cities, names): decoded once per window. */
  private decoded = new Map<string, string>();

  constructor(feed: Utf8Feed, dialect: Dialect) {
    this.feed = feed;
    this.scanner = new RecordScanner(dialect);
    this.quote = dialect.quote;
  }

  /** Line number of the current record's first line, from 1. */
  get line(): number {
    return this.scanner.line;
  }

  /** Size of the current record in UTF-8 bytes, without its line break. */
  get bytes(): number {
    return this.scanner.end - this.scanner.start;
  }

  get cellCount(): number {
    return this.scanner.cells;
  }

  /** Goes on to the next record of this window, without waiting; false: `refill` first. */
  advance(): boolean {
    return this.scanner.advance();
  }

  /** Brings in more bytes; false when the text has ended and every record was handed out. */
  async refill(): Promise<boolean> {
    if (this.final) return false;
    this.slide();
    const got = await this.feed.fill(this.window, this.filled);
    this.filled += got;
    this.final = got === 0;
    const view = this.window.subarray(0, this.filled);
    this.text = view.toString('latin1');
    this.valid = isUtf8(view.subarray(0, this.wholeLines()));
    this.decoded = new Map();
    this.scanner.attach(this.window, this.filled, this.final);
    return true;
  }

  /** What makes the current record unreadable, or null; `width`: the number of cells it must have. */
  problem(width: number): UnreadableRow | null {
    const { scanner } = this;
    if (scanner.problem === null && scanner.cells === width && !scanner.hasNul && this.isText()) return null;
    return this.unreadable(this.problemCode(), width);
  }

  /** The current record as one that cannot be taken; `width`: the number of cells it must have. */
  unreadable(code: UnreadableCode, width: number): UnreadableRow {
    const { scanner } = this;
    return unreadable(code, {
      line: scanner.line,
      raw: shownRaw(scanner.prefix ?? this.raw()),
      cells: scanner.cells,
      width,
    });
  }

  /** The current record's cells; only for records without a problem. */
  cells(): string[] {
    const { bounds, cells } = this.scanner;
    // Sized beforehand: growing by push would leave three times the memory to the garbage collector.
    const row = new Array<string>(cells);
    for (let cell = 0, place = 0; cell < cells; cell += 1, place += 3) {
      const start = bounds[place] as number;
      const end = bounds[place + 1] as number;
      const marks = bounds[place + 2] as number;
      if (marks === 0) row[cell] = start === end ? '' : this.text.substring(start, end);
      else row[cell] = this.marked(start, end, marks);
    }
    return row;
  }

  /** The current record's own bytes, valid until the next refill. */
  raw(): Buffer {
    return this.window.subarray(this.scanner.start, this.scanner.end);
  }

  private marked(start: number, end: number, marks: number): string {
    let cell = (marks & nonAscii) === 0 ? this.text.substring(start, end) : this.decode(start, end);
    if ((marks & doubledQuote) !== 0) cell = cell.replaceAll(this.quote + this.quote, this.quote);
    if ((marks & backslash) !== 0) cell = cell.replace(/\\(["'\\])/g, '$1');
    return cell;
  }

  private decode(start: number, end: number): string {
    if (end - start > 32) return this.window.toString('utf8', start, end);
    const key = this.text.substring(start, end);
    let cell = this.decoded.get(key);
    if (cell === undefined) {
      cell = this.window.toString('utf8', start, end);
      this.decoded.set(key, cell);
    }
    return cell;
  }

  private problemCode(): UnreadableCode {
    const { scanner } = this;
    if (scanner.problem !== null) return scanner.problem;
    if (!this.isText()) return 'invalid_utf8';
    return scanner.hasNul ? 'nul_byte' : 'ragged_row';
  }

  private isText(): boolean {
    return this.valid || isUtf8(this.raw());
  }

  /** Up to the last line break: a character may be cut at the end of the window, but never a whole record. */
  private wholeLines(): number {
    if (this.final) return this.filled;
    const view = this.window.subarray(0, this.filled);
    return Math.max(view.lastIndexOf(0x0a), view.lastIndexOf(0x0d)) + 1;
  }

  private slide(): void {
    const { scanner } = this;
    const rest = this.filled - scanner.next;
    const larger = rest + limits.blockBytes > this.window.length;
    const target = larger ? Buffer.allocUnsafe(2 * (rest + limits.blockBytes)) : this.window;
    this.window.copy(target, 0, scanner.next, this.filled);
    this.window = target;
    this.filled = rest;
  }
}
