/** Words that companies and people are made of. Telephone ranges are those kept free for fiction where a country has them. */
type List<T> = readonly [T, ...T[]];

export const stems: List<string> = [
  ...([
    'Harbor',
    'Juniper',
    'Copper',
    'Northgate',
    'Silverline',
    'Bluepeak',
    'Meridian',
    'Oakfield',
  ] as const),
  ...([
    'Lanternfish',
    'Redwood',
    'Kestrel',
    'Fairwind',
    'Granite',
    'Saltmarsh',
    'Tamarack',
    'Ironbridge',
  ] as const),
  ...([
    'Brightwater',
    'Alpenglow',
    'Larkspur',
    'Quayside',
    'Hollowell',
    'Stonecrop',
    'Windmere',
    'Müller',
  ] as const),
  ...([
    'Beaumont',
    'Aurélie',
    'Østergaard',
    'Castellan',
    'Thornbury',
    'Vantage',
    'Wexcombe',
    'Zephyr',
  ] as const),
];
export const fields: List<{ readonly word: string; readonly industry: string }> = [
  { word: 'Logistics', industry: 'Transportation' },
  { word: 'Foods', industry: 'Food & Beverage' },
  { word: 'Systems', industry: 'Technology' },
  { word: 'Energy', industry: 'Energy' },
  { word: 'Health', industry: 'Healthcare' },
  { word: 'Media', industry: 'Media' },
  { word: 'Machinery', industry: 'Manufacturing' },
  { word: 'Capital', industry: 'Finance' },
  { word: 'Textiles', industry: 'Apparel' },
  { word: 'Chemicals', industry: 'Chemicals' },
  { word: 'Telecom', industry: 'Telecommunications' },
  { word: 'Outfitters', industry: 'Retail' },
  { word: 'Instruments', industry: 'Electronics' },
];

export interface Country {
  readonly code: string;
  readonly names: List<string>;
  readonly legalForms: List<readonly [string, string]>;
  readonly cities: List<{ readonly city: string; readonly state: string; readonly postal: string }>;
  /** International prefix, then areas and the part of the number that is always so; `#` is any digit. */
  readonly prefix: string;
  readonly trunk: string;
  readonly numbers: List<string>;
}

export const countries: List<Country> = [
  {
    code: 'US',
    names: ['United States', 'USA', 'US', 'United States of America'],
    legalForms: [
      ['Inc.', 'Incorporated'],
      ['LLC', 'L.L.C.'],
      ['Corp.', 'Corporation'],
    ],
    cities: [
      { city: 'San Francisco', state: 'CA', postal: '94107' },
      { city: 'Chicago', state: 'IL', postal: '60607' },
      { city: 'New York', state: 'NY', postal: '10013' },
      { city: 'Austin', state: 'TX', postal: '78701' },
      { city: 'Boston', state: 'MA', postal: '02110' },
    ],
    prefix: '+1',
    trunk: '',
    numbers: ['415 555 01##', '312 555 01##', '212 555 01##', '512 555 01##', '617 555 01##', '206 555 01##'],
  },
  {
    code: 'GB',
    names: ['United Kingdom', 'UK', 'GB', 'Great Britain'],
    legalForms: [
      ['Ltd', 'Limited'],
      ['plc', 'PLC'],
    ],
    cities: [
      { city: 'London', state: '', postal: 'EC1A 1BB' },
      { city: 'Manchester', state: '', postal: 'M1 1AE' },
    ],
    prefix: '+44',
    trunk: '0',
    numbers: ['20 7946 0###', '161 496 0###', '117 496 0###'],
  },
  {
    code: 'DE',
    names: ['Germany', 'Deutschland', 'DE'],
    legalForms: [
      ['GmbH', 'Gesellschaft mbH'],
      ['AG', 'Aktiengesellschaft'],
    ],
    cities: [
      { city: 'Berlin', state: '', postal: '10115' },
      { city: 'München', state: 'Bayern', postal: '80331' },
    ],
    prefix: '+49',
    trunk: '0',
    numbers: ['30 23125 ###', '89 99998 ###', '40 66969 ###'],
  },
  {
    code: 'FR',
    names: ['France', 'FR'],
    legalForms: [
      ['SAS', 'S.A.S.'],
      ['SA', 'S.A.'],
    ],
    cities: [
      { city: 'Paris', state: '', postal: '75002' },
      { city: 'Lyon', state: '', postal: '69003' },
    ],
    prefix: '+33',
    trunk: '0',
    numbers: ['1 99 00 ## ##', '2 61 91 ## ##'],
  },
];

export const streets: List<string> = [
  ...([
    'Mill Road',
    'Station Street',
    'Quarry Lane',
    'Cathedral Square',
    'Foundry Way',
    'Market Street',
  ] as const),
  ...(['Orchard Avenue', 'Canal Street', 'Beacon Hill', 'Garden Terrace'] as const),
];
export const firstNames: List<readonly [string, string]> = [
  ['Katherine', 'Kate'],
  ['Robert', 'Bob'],
  ['William', 'Will'],
  ['Elizabeth', 'Liz'],
  ['Michael', 'Mike'],
  ['Alexandra', 'Alex'],
  ['Jonathan', 'Jon'],
  ['Margaret', 'Maggie'],
  ['Thomas', 'Tom'],
  ['Jürgen', 'Juergen'],
  ['Zoë', 'Zoe'],
  ['Priya', 'Priya'],
  ['Mateo', 'Teo'],
  ['Ingrid', 'Inga'],
  ['Daniel', 'Dan'],
  ['Samira', 'Sam'],
];
export const lastNames: List<string> = [
  ...([
    'Okafor',
    'Lindqvist',
    'Hernández',
    'Whitfield',
    'Nakamura',
    'Schröder',
    "O'Donnell",
    'Petrov',
  ] as const),
  ...([
    'Dubois',
    'Castellanos',
    'Ashworth',
    'Varga',
    'Iyer',
    'Mbeki',
    'Sørensen',
    'Kowalczyk',
    'Trent',
  ] as const),
  ...(['Abernathy', 'Fontaine', 'Rahman', 'Zimmermann', 'Calloway', 'Ferreira', 'Novak'] as const),
];
export const titles: List<string> = [
  ...([
    'Chief Financial Officer',
    'VP Sales',
    'Head of IT',
    'Purchasing Manager',
    'Managing Director',
  ] as const),
  ...(['Operations Manager', 'Controller', 'Software Engineer', 'Marketing Lead', 'Data Analyst'] as const),
];
export const departments: List<string> = ['Finance', 'Sales', 'IT', 'Operations', 'Marketing'];
export const products: List<string> = ['Atlas Basic', 'Atlas Pro', 'Beacon', 'Beacon Plus', 'Compass Suite'];
export const agents: List<string> = ['Ana Ruiz', 'Ben Carter', 'Chloé Martin', 'Dev Patel', 'Erik Holm'];
