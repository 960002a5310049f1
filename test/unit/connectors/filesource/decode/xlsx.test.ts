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
