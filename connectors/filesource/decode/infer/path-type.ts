import type { Json } from '../../../../domain/json.ts';
import type { FieldType, SourceField } from '../../../../domain/schema/types.ts';
import { TextType } from './text-type.ts';

/** The types of the values at one path. Texts count as dates, times or UUIDs only if all of them are. */
export class PathType {
  /** Rows that hold the path. */
  rows = 0;
  private lastRow = 0;
  private readonly seen = new Set<FieldType>();
  private readonly text = new TextType();
  /** Whole numbers too long for a double, which travel as texts. */
  private longNumbers = false;

  add(value: Json, row: number): void {
    if (row !== this.lastRow) this.rows += 1;
    this.lastRow = row;
    if (typeof value === 'string') this.addText(value);
    else this.seen.add(typeOf(value));
  }

  get field(): Pick<SourceField, 'type' | 'types' | 'zoned'> {
    const types = this.types();
    const [only = 'null'] = types;
    if (types.length > 1) return { type: 'mixed', types };
    return { type: only, ...(only === 'timestamp' ? { zoned: this.text.zoned } : {}) };
  }

  private addText(value: string): void {
    if (/^-?\d{16,38}$/.test(value)) this.longNumbers = true;
    else {
      this.seen.add('string');
      if (!this.text.settled) this.text.add(value);
    }
  }

  private types(): FieldType[] {
    const types = new Set(this.seen);
    types.delete('null');
    if (types.delete('string')) types.add(this.textType());
    if (this.longNumbers) types.add(types.has('integer') || types.has('float') ? 'integer' : 'string');
    if (types.has('float')) types.delete('integer');
    return [...types].sort();
  }

  private textType(): FieldType {
    const { type } = this.text;
    return ['date', 'time', 'timestamp', 'uuid'].includes(type) ? type : 'string';
  }
}

function typeOf(value: Exclude<Json, string>): FieldType {
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'float';
  if (typeof value === 'boolean') return 'boolean';
  return Array.isArray(value) ? 'array' : 'object';
}
