import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

const header =
  'Id,AccountId,FirstName,LastName,Email,Phone,MobilePhone,Title,Department,MailingStreet,MailingCity,MailingState,MailingPostalCode,MailingCountry,LeadSource,OwnerId,HasOptedOutOfEmail,Description,CreatedDate,LastModifiedDate';

const first = ['James', 'Mary', 'Zoë', 'Jürgen', 'Priya', 'Łukasz', 'Aisha', 'Mateo', 'Ngozi', 'Wei'];
const last = ['Smith', "O'Brien", 'Müller', 'Nguyen', 'Garcia', 'Okafor', 'Tanaka', 'Novák', 'Silva', 'Kim'];
const cities = [
  'Boston,MA,02110,US',
  'London,,EC1A 1BB,GB',
  'München,BY,80331,DE',
  'Paris,,75001,FR',
  'Toronto,ON,M5H 2N2,CA',
];
const notes = [
  '"Met at the trade show, wants a call back."',
  '',
  '"Prefers e-mail.\nDo not call before 10:00."',
  'Long-standing customer',
];

/** The values of one row; the same number always gives the same row. */
const row = (n: number): string => {
  const firstName = first[n % 10] ?? '';
  const lastName = last[(n * 7) % 10] ?? '';
  const day = String(1 + (n % 28)).padStart(2, '0');
  return [
    `003${String(n).padStart(15, '0')}`,
    `001${String(n % 20_000).padStart(15, '0')}`,
    firstName,
    lastName,
    `p${n}@example${n % 997}.com`,
    `+1 617 555 ${String(n % 10_000).padStart(4, '0')}`,
    '',
    '"VP, Sales"',
    'Operations',
    `${n % 9_999} Main Street`,
    cities[n % 5] ?? '',
    'Web',
    `005${String(n % 40).padStart(15, '0')}`,
    n % 3 === 0 ? 'true' : 'false',
    notes[n % 4] ?? '',
    `2023-0${1 + (n % 9)}-${day}T10:00:00.000+0000`,
    `2024-0${1 + (n % 9)}-${day}T11:30:00.000+0000`,
  ].join(',');
};

/** Writes a contacts export of `rows` rows, about 260 bytes each: quoted commas, line breaks in fields, letters beyond ASCII. */
export const writeContacts = async (file: string, rows: number): Promise<void> => {
  const out = createWriteStream(file);
  out.write(`${header}\n`);
  for (let n = 0; n < rows; n += 1000) {
    let text = '';
    for (let at = n; at < Math.min(rows, n + 1000); at += 1) text += `${row(at)}\n`;
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
};
