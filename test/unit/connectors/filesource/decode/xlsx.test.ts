import { randomBytes } from 'node:crypto';
import type { UnreadableRow } from '../../../../../connectors/contract.ts';
import { bufferSource } from '../../../../../connectors/filesource/decode/byte-source.ts';
import { uniqueNames } from '../../../../../connectors/filesource/decode/csv/column-names.ts';
import { openDecoder } from '../../../../../connectors/filesource/decode/open-decoder.ts';
import { decodeAll } from './decode-all.ts';
import { zip } from './zip.ts';
import type { ZipPart } from './zip.ts';

const workbook = (sheet: string, more: readonly ZipPart[] = [], properties = ''): Buffer =>
  zip([
    {
      name: 'xl/workbook.xml',
      content: `<workbook xmlns:r="r"><workbookPr ${properties}/><sheets><sheet name="Deals &amp; Co" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content:
        '<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId9" Type="http://x/externalLink" Target="file:///etc/passwd"/></Relationships>',
    },
    {
      name: 'xl/styles.xml',
      content:
        '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy\\-mm\\-dd hh:mm"/><numFmt numFmtId="171" formatCode="[h]:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="20"/></cellXfs></styleSheet>',
    },
    {
      name: 'xl/sharedStrings.xml',
      content:
        '<sst><si><t>Name</t></si><si><r><t>Łódź </t></r><r><t>GmbH</t></r><rPh><t>hint</t></rPh></si></sst>',
    },
    { name: 'xl/worksheets/sheet1.xml', content: `<worksheet><sheetData>${sheet}</sheetData></worksheet>` },
    ...more,
  ]);

const header =
  '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="inlineStr"><is><t>Value</t></is></c><c r="D2" t="str"><v>Last</v></c></row>';
const valueRow = (cell: string, number = 3): string =>
  `<row r="${number}"><c r="A${number}" t="s"><v>1</v></c>${cell}</row>`;

test('reads shared and inline texts, merged headers, positions and blank formatted rows', async () => {
  const blank = Array.from(
    { length: 20_000 },
    (_, index) => `<row r="${10 + index}"><c r="A${10 + index}" s="1"/></row>`,
  );
  const decoded = await decodeAll(
    'b.xlsx',
    workbook(header + valueRow('<c r="D3"><v>7</v></c>') + blank.join('')),
  );
  expect(decoded.columns).toEqual(['Name', 'Value', 'column_3', 'Last']);
  expect(decoded.rows).toEqual([['Łódź GmbH', null, null, 7]]);
  expect(decoded.positions).toEqual(['Deals & Co row 3']);
});

test.each([
  ['a number', '<c r="B3"><v>0.1</v></c>', 0.1],
  ['a boolean', '<c r="B3" t="b"><v>1</v></c>', true],
  ['an error', '<c r="B3" t="e"><v>#N/A</v></c>', '#N/A'],
  ['a formula with its value', '<c r="B3"><f>1+1</f><v>2</v></c>', 2],
  ['a formula without a value', '<c r="B3"><f>1+1</f></c>', null],
  ['a day', '<c r="B3" s="1"><v>45351</v></c>', '2024-02-29'],
  ['a day with its time', '<c r="B3" s="2"><v>45351.5</v></c>', '2024-02-29T12:00:00'],
  ['a duration', '<c r="B3" s="3"><v>1.5</v></c>', 1.5],
  ['a time', '<c r="B3" s="4"><v>0.75</v></c>', '18:00:00'],
  ['a day that Excel only counts', '<c r="B3" s="1"><v>59</v></c>', '1900-02-28'],
])('reads %s', async (_name, cell, expected) => {
  const decoded = await decodeAll('b.xlsx', workbook(header + valueRow(cell)));
  expect(decoded.rows[0]?.[1]).toBe(expected);
});

test('counts days from 1904 where the workbook says so', async () => {
  const content = workbook(header + valueRow('<c r="B3" s="1"><v>43889</v></c>'), [], 'date1904="1"');
  expect((await decodeAll('b.xlsx', content)).rows[0]?.[1]).toBe('2024-02-29');
});

test('a value outside the named columns makes its row unreadable', async () => {
  const decoded = await decodeAll('b.xlsx', workbook(header + valueRow('<c r="F3"><v>1</v></c>')));
  expect(decoded.unreadable.map(({ position, code }) => `${position}: ${code}`)).toEqual([
    'Deals & Co row 3: ragged_row',
  ]);
});

const fine = header + valueRow('<c r="B3"><v>1</v></c>');
const entities =
  '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>';

test.each([
  ['no archive', Buffer.from('just text')],
  ['an old or locked workbook', Buffer.from('d0cf11e0a1b11ae10000', 'hex')],
  ['a path outside', workbook(fine, [{ name: '../evil.xml', content: 'x' }])],
  ['an encrypted part', workbook(fine, [{ name: 'a.xml', content: 'x', encrypted: true }])],
  [
    'more than 1,000 parts',
    workbook(
      fine,
      Array.from({ length: 1001 }, (_, at) => ({ name: `p${at}`, content: '' })),
    ),
  ],
  [
    'parts that say they unfold to 4 GB',
    workbook(fine, [{ name: 'a.xml', content: 'x', declaredSize: 0xfffffff0 }]),
  ],
  ['a ratio of 1:1000', workbook(fine, [{ name: 'a.xml', content: Buffer.alloc(8 << 20) }])],
  [
    'entities',
    zip([
      { name: 'xl/workbook.xml', content: entities },
      { name: 'xl/_rels/workbook.xml.rels', content: entities },
    ]),
  ],
  ['broken XML', zip([{ name: 'xl/_rels/workbook.xml.rels', content: '<a><b></a>' }])],
  ['missing parts', zip([{ name: 'readme.txt', content: 'x' }])],
])('refuses %s', async (_name, content) => {
  await expect(decodeAll('b.xlsx', content)).rejects.toMatchObject({ code: 'source_data_unreadable' });
});

/** A part that cannot be packed, so that the whole stays below the ratio. */
const ballast: ZipPart = { name: 'xl/media/image1.png', content: randomBytes(1 << 20) };
const letters = 'x'.repeat(1 << 20);
const oneText = (sheet: string): Buffer =>
  zip([
    {
      name: 'xl/workbook.xml',
      content: '<workbook xmlns:r="r"><sheets><sheet name="S" r:id="a"/></sheets></workbook>',
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: '<Relationships><Relationship Id="a" Type="x/worksheet" Target="s.xml"/></Relationships>',
    },
    { name: 'xl/sharedStrings.xml', content: `<sst><si><t>${letters}</t></si><si><t>id</t></si></sst>` },
    { name: 'xl/s.xml', content: `<worksheet><sheetData>${sheet}</sheetData></worksheet>` },
    ballast,
  ]);
const named = '<row><c t="s"><v>1</v></c></row>';
const listed = (sheets: string): Buffer =>
  zip([
    { name: 'xl/workbook.xml', content: `<workbook xmlns:r="r"><sheets>${sheets}</sheets></workbook>` },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: '<Relationships><Relationship Id="a" Type="x/worksheet" Target="s.xml"/></Relationships>',
    },
    { name: 'xl/s.xml', content: `<worksheet><sheetData>${fine}</sheetData></worksheet>` },
    ballast,
  ]);

test.each([
  ['tags in tags without end', workbook(fine + '<a>'.repeat(1_000_000), [ballast]), 'nests tags'],
  [
    'a tag of a million attributes',
    workbook(`<row ${Array.from({ length: 1_000_000 }, (_, at) => `a${at}=""`).join(' ')}/>`, [ballast]),
    'attributes',
  ],
  ['an attribute that the parser trips over', workbook('<row hasOwnProperty="1" b="2"/>'), 'broken XML'],
  [
    'a header that ends far to the right',
    workbook('<row><c r="XFD1"><v>1</v></c></row>'),
    'column XFD, behind the 10000th',
  ],
  ['a header of gigabytes', oneText(`<row>${'<c t="s"><v>0</v></c>'.repeat(10_000)}</row>`), 'header'],
  ['a header with NUL', workbook('<row><c t="str"><v>a_x0000_</v></c></row>'), 'no text may'],
  [
    'rows of one long text that come to gigabytes',
    oneText(named + '<row><c t="s"><v>0</v></c></row>'.repeat(3000)),
    'unfolds to more than 2000 MB',
  ],
  ['a sheet that is listed again and again', listed('<sheet name="S" r:id="a"/>'.repeat(1000)), 'twice'],
  [
    'a sheet under many names',
    listed(Array.from({ length: 900 }, (_, at) => `<sheet name="S${at}" r:id="a"/>`).join('')),
    'twice',
  ],
  ['a list of sheets of megabytes', listed('<sheet/>'.repeat(3_000_000)), 'more than 16 MB'],
])('refuses %s, with its name and the cure', async (_name, content, why) => {
  await expect(firstRead(content)).rejects.toMatchObject({
    code: 'source_data_unreadable',
    message: expect.stringMatching(new RegExp(`b\\.xlsx.*${why}`)) as string,
  });
});

/** Goes through the first sheet as a read does, and keeps nothing. */
async function firstRead(content: Buffer): Promise<UnreadableRow[]> {
  const { parts } = await openDecoder({ name: 'b.xlsx', bytes: bufferSource(content) }, {});
  const unreadable: UnreadableRow[] = [];
  for await (const batch of parts[0]?.read({ batchRows: 5000, batchBytes: 4 << 20 }) ?? [])
    unreadable.push(...batch.unreadable);
  return unreadable;
}

test('a row with a cell far away costs no more than what it holds', async () => {
  const held = await firstRead(
    workbook(header + '<row><c r="XFD3"><v>1</v></c></row>'.repeat(5000), [ballast]),
  );
  expect(held).toHaveLength(5000);
  expect(held[0]).toMatchObject({ code: 'ragged_row', raw: '{"XFD":1}' });
});

test('a row of gigabytes is held, with its beginning', async () => {
  const held = await firstRead(oneText(named + `<row>${'<c t="s"><v>0</v></c>'.repeat(16_384)}</row>`));
  expect(held.map(({ code, raw }) => [code, raw.length])).toEqual([['row_too_long', 65_537]]);
});

test('thousands of equal column names are told apart at once', () => {
  const looks = jest.spyOn(Set.prototype, 'has');
  uniqueNames(new Array<string>(1000).fill('amount'));
  const looked = looks.mock.calls.length;
  looks.mockRestore();
  expect(looked).toBeGreaterThan(0);
  expect(looked).toBeLessThan(5 * 1000);
  const names = uniqueNames(new Array<string>(10_000).fill('amount'));
  expect(names.slice(0, 2).concat(names.at(-1) ?? '')).toEqual(['amount', 'amount_2', 'amount_10000']);
});

test('counts real bytes: a sheet that unfolds to more than it declares is refused', async () => {
  const parts = [
    {
      name: 'xl/workbook.xml',
      content: '<workbook xmlns:r="r"><sheets><sheet name="S" r:id="a"/></sheets></workbook>',
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: '<Relationships><Relationship Id="a" Type="x/worksheet" Target="s.xml"/></Relationships>',
    },
    { name: 'xl/s.xml', content: `<worksheet>${' '.repeat(1 << 20)}</worksheet>`, declaredSize: 1000 },
  ];
  await expect(decodeAll('b.xlsx', zip(parts))).rejects.toMatchObject({ code: 'source_data_unreadable' });
});
