import { Fault } from '../../../../domain/faults.ts';
import { isStorable } from '../../../../domain/storable-text.ts';
import type { WorkbookArchive } from './workbook-archive.ts';
import { isDateFormat } from './date-format.ts';
import type { DateFormat } from './date-format.ts';
import { readXml } from './read-xml.ts';
import type { XmlHandler } from './read-xml.ts';

/**
 * What is kept in memory of a workbook, besides the row at hand. `partBytes`: of a part that lists sheets or formats, unpacked.
 * `textBytes`: of the shared texts, with what each takes beside its letters.
 */
const kept = { sheets: 1000, partBytes: 16 << 20, textBytes: 128 << 20, perText: 32 } as const;

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

/**
 * Reads the parts of a workbook (ECMA-376, SpreadsheetML) that its sheets refer to.
 * @throws Fault `source_data_unreadable` when they are broken, or more than is kept in memory
 */
export async function readWorkbook(file: string, archive: WorkbookArchive): Promise<Workbook> {
  const read = async (part: string, handler: XmlHandler, needed: boolean): Promise<void> => {
    if (!needed && !archive.has(part)) return;
    if (part !== sharedTexts && archive.size(part) > kept.partBytes)
      refuse(
        `has a part ${part} of more than ${kept.partBytes >> 20} MB; copy its sheets into a new workbook`,
      );
    for await (const _block of readXml(file, await archive.open(part), handler));
  };
  const refuse = (why: string): never => {
    throw new Fault('source_data_unreadable', `${file} ${why}`);
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
  const tooMany = (): never =>
    refuse(`holds more than ${kept.textBytes >> 20} MB of texts; split it into several workbooks`);
  await read(sharedTexts, sharedStrings(strings, tooMany), false);
  const formats: (DateFormat | null)[] = [];
  await read('xl/styles.xml', styles(formats), false);
  const sheets = listed.flatMap(({ name, relation }) => {
    const part = targets.get(relation);
    return part === undefined ? [] : [{ name, part }];
  });
  if (sheets.length > kept.sheets) refuse(`holds more than ${kept.sheets} sheets; split it`);
  for (const property of ['name', 'part'] as const)
    if (new Set(sheets.map((sheet) => sheet[property])).size < sheets.length)
      refuse('names a sheet twice; save it again with Excel');
  if (sheets.some(({ name }) => !isStorable(name)))
    refuse('has a sheet whose name holds characters that no text may; rename it');
  return { sheets, from1904, strings, formats };
}

const sharedTexts = 'xl/sharedStrings.xml';

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
function sharedStrings(strings: string[], tooMany: () => never): XmlHandler {
  let text = '';
  let bytes = 0;
  let inText = false;
  let inHint = false;
  return {
    open: (tag) => {
      if (tag === 'si') text = '';
      inText = tag === 't';
      if (tag === 'rPh') inHint = true;
    },
    text: (part) => {
      if (!inText || inHint) return;
      text += part;
      bytes += part.length;
      if (bytes > kept.textBytes) tooMany();
    },
    close: (tag) => {
      inText = false;
      if (tag === 'rPh') inHint = false;
      if (tag !== 'si') return;
      strings.push(text);
      bytes += kept.perText;
      if (bytes > kept.textBytes) tooMany();
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
