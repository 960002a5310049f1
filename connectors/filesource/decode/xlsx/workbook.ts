import type { WorkbookArchive } from './workbook-archive.ts';
import { isDateFormat } from './date-format.ts';
import type { DateFormat } from './date-format.ts';
import { readXml } from './read-xml.ts';
import type { XmlHandler } from './read-xml.ts';

/** What all sheets of a workbook share. */
export interface Workbook {
  /** Names and inner files of the worksheets, in their order; chart sheets hold no rows. */
  readonly sheets: readonly { readonly name: string; readonly part: string }[];
  /** Days are counted from 1904 instead of 1900. */
  readonly from1904: boolean;
  readonly strings: readonly string[];
  /** By cell style: how numbers of that style are shown as days or times; null: as numbers. */
  readonly formats: readonly (DateFormat | null)[];
}

/** Reads the parts of a workbook (ECMA-376, SpreadsheetML) that its sheets refer to. */
export async function readWorkbook(file: string, archive: WorkbookArchive): Promise<Workbook> {
  const read = async (part: string, handler: XmlHandler, needed: boolean): Promise<void> => {
    if (!needed && !archive.has(part)) return;
    for await (const _block of readXml(file, await archive.open(part), handler));
  };
  const targets = new Map<string, string>();
  await read('xl/_rels/workbook.xml.rels', relations(targets), true);
  const listed: { name: string; relation: string }[] = [];
  let from1904 = false;
  const book: XmlHandler = {
    open: (tag, attributes) => {
      if (tag === 'workbookPr') from1904 = /^(1|true)$/.test(attributes['date1904'] ?? '');
      if (tag === 'sheet') listed.push({ name: attributes['name'] ?? '', relation: relationOf(attributes) });
    },
  };
  await read('xl/workbook.xml', book, true);
  const strings: string[] = [];
  await read('xl/sharedStrings.xml', sharedStrings(strings), false);
  const formats: (DateFormat | null)[] = [];
  await read('xl/styles.xml', styles(formats), false);
  const sheets = listed.flatMap(({ name, relation }) => {
    const part = targets.get(relation);
    return part === undefined ? [] : [{ name, part }];
  });
  return { sheets, from1904, strings, formats };
}

const relationOf = (attributes: Readonly<Record<string, string>>): string =>
  Object.entries(attributes).find(([name]) => /^(?:\w+:)?id$/.test(name))?.[1] ?? '';

function relations(targets: Map<string, string>): XmlHandler {
  return {
    open: (tag, attributes) => {
      const { Id: id = '', Type: type = '', Target: target = '' } = attributes;
      if (tag !== 'Relationship' || !type.endsWith('/worksheet')) return;
      targets.set(id, target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    },
  };
}

/** Texts may be split into runs of different looks; phonetic hints (`rPh`) are no part of them. */
function sharedStrings(strings: string[]): XmlHandler {
  let text = '';
  let inText = false;
  let inHint = false;
  return {
    open: (tag) => {
      if (tag === 'si') text = '';
      inText = tag === 't';
      if (tag === 'rPh') inHint = true;
    },
    text: (part) => {
      if (inText && !inHint) text += part;
    },
    close: (tag) => {
      inText = false;
      if (tag === 'rPh') inHint = false;
      if (tag === 'si') strings.push(text);
    },
  };
}

function styles(formats: (DateFormat | null)[]): XmlHandler {
  const codes = new Map<number, string>();
  let inCellStyles = false;
  return {
    open: (tag, attributes) => {
      if (tag === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      if (tag === 'cellXfs') inCellStyles = true;
      if (tag !== 'xf' || !inCellStyles) return;
      const id = Number(attributes['numFmtId'] ?? 0);
      formats.push(isDateFormat(id, codes.get(id)));
    },
    close: (tag) => {
      if (tag === 'cellXfs') inCellStyles = false;
    },
  };
}
