import type { Json } from '../../../../domain/json.ts';
import { limits } from '../limits.ts';
import { serialToIso } from './date-format.ts';
import type { Attributes, XmlHandler } from './read-xml.ts';
import type { Workbook } from './workbook.ts';

export interface SheetRow {
  /** As Excel shows it, from 1. */
  readonly number: number;
  /** Sparse: cells that the sheet does not hold are missing, since a single far one would cost thousands. */
  readonly cells: Json[];
  /** Its cells hold more text than a record may; those behind are left out. */
  readonly tooLong: boolean;
}

const maxColumns = 16_384;

/** Gathers the rows of a worksheet while its XML streams by. Rows without any value are not rows. */
export class SheetRows implements XmlHandler {
  private rows: SheetRow[] = [];
  private readonly workbook: Workbook;
  private cells: Json[] = [];
  private number = 0;
  private column = -1;
  private type = '';
  private style = 0;
  private value: string | null = null;
  private inValue = false;
  private letters = 0;

  constructor(workbook: Workbook) {
    this.workbook = workbook;
  }

  /** The whole rows that have come by since the last call. */
  take(): SheetRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  open(tag: string, attributes: Attributes): void {
    if (tag === 'row') this.openRow(attributes);
    else if (tag === 'c') this.openCell(attributes);
    else if (tag === 'v' || tag === 't') this.inValue = true;
    else if (tag === 'rPh') this.type = '';
  }

  text(text: string): void {
    if (!this.inValue) return;
    this.letters += text.length;
    if (this.letters <= limits.maxRecordBytes) this.value = (this.value ?? '') + text;
  }

  close(tag: string): void {
    if (tag === 'v' || tag === 't') this.inValue = false;
    else if (tag === 'c') this.closeCell();
    else if (tag === 'row' && this.cells.length > 0)
      this.rows.push({
        number: this.number,
        cells: this.cells,
        tooLong: this.letters > limits.maxRecordBytes,
      });
  }

  private openRow(attributes: Attributes): void {
    this.number = attributes['r'] === undefined ? this.number + 1 : Number(attributes['r']);
    this.cells = [];
    this.column = -1;
    this.letters = 0;
  }

  private openCell(attributes: Attributes): void {
    const at = attributes['r'];
    this.column = at === undefined ? this.column + 1 : columnOf(at);
    this.type = attributes['t'] ?? 'n';
    this.style = Number(attributes['s'] ?? 0);
    this.value = null;
  }

  private closeCell(): void {
    const value = this.value === null ? null : this.read(this.value);
    if (value !== null && value !== '' && this.column >= 0 && this.column < maxColumns)
      this.cells[this.column] = value;
  }

  /** A formula's value is the one that was computed when the file was saved; an error (`#N/A`) stays a text. */
  private read(text: string): Json {
    switch (this.type) {
      case 's':
        return this.workbook.strings[Number(text)] ?? null;
      case 'b':
        return text === '1' || text === 'true';
      case 'n':
        return this.readNumber(text);
      default:
        return text.replace(/_x([0-9A-F]{4})_/g, (_whole, code: string) =>
          String.fromCharCode(parseInt(code, 16)),
        );
    }
  }

  private readNumber(text: string): Json {
    if (text.trim() === '') return null;
    const number = Number(text);
    if (Number.isNaN(number)) return text;
    const format = this.workbook.formats[this.style] ?? null;
    if (format === null) return Number.isFinite(number) ? number : text;
    return serialToIso(number, format, this.workbook.from1904) ?? number;
  }
}

/** 54 → `BC`, from 0. */
export function columnLetters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : columnLetters(Math.floor(column / 26) - 1) + last;
}

/** `BC12` → 54, from 0. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of reference.toUpperCase()) {
    const unit = letter.charCodeAt(0) - 64;
    if (unit < 1 || unit > 26) break;
    column = column * 26 + unit;
  }
  return column - 1;
}
