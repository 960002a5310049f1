import {
  dateText,
  instantText,
  isCanonicalTimestamp,
  isoDate,
  plainUtc,
  readIsoMoment,
  timestampText,
} from '../../canonical/iso-time.ts';
import type { IsoMoment } from '../../canonical/iso-time.ts';
import { Refusal, shown } from '../../canonical/refusal.ts';
import { decimalText, multiplyDecimals } from '../../canonical/decimal.ts';
import { numberArgument, otherwise, textsArgument } from '../transform-spec.ts';
import type { Arguments, Parameter, Step, TransformSpec } from '../transform-spec.ts';
import { compileDateFormat } from './date-format.ts';
import type { DateReader } from './date-format.ts';
import { zoneOf } from './zone.ts';

const noTime = (text: string, noun: string): Refusal =>
  new Refusal(
    `no_${noun}`,
    `${shown(text)} is no ${noun} of the formats named; add its format or correct the source`,
  );

/** ISO 8601, a moment or a day alone, which is its midnight. */
const readIso: DateReader = (text) => readIsoMoment(isoDate(text) === null ? text : `${text}T00:00:00`);

const reader = (given: Arguments): DateReader => {
  const pivot = numberArgument(given, 'pivot', 70);
  const readers = textsArgument(given, 'formats', []).map((format) =>
    format === 'ISO' ? readIso : compileDateFormat(format, pivot),
  );
  const [only] = readers;
  if (only !== undefined && readers.length === 1) return only;
  return (text) => {
    for (const read of readers) {
      const moment = read(text);
      if (moment !== null) return moment;
    }
    return null;
  };
};

const formatReader = (given: Arguments): DateReader =>
  given['formats'] === undefined ? readIso : reader(given);

const date = (given: Arguments): Step<string> => {
  const read = formatReader(given);
  const plain = given['formats'] === undefined;
  return (raw) => {
    const text = raw.trim();
    if (plain) {
      const iso = isoDate(text);
      if (iso !== null) return iso;
    }
    const time = read(text)?.time;
    return (time === undefined ? null : dateText(time.year, time.month, time.day)) ?? noTime(raw, 'date');
  };
};

const thousands: Readonly<Record<string, string>> = { s: '1', ms: '0.001', us: '0.000001' };

/** Seconds since 1970 as an exact decimal to a canonical timestamp. */
const fromEpoch = (unit: string): Step<string> => {
  const factor = thousands[unit] ?? '1';
  return (text) => {
    const number = decimalText(text);
    const seconds = number === null ? null : multiplyDecimals(number, factor);
    if (seconds === null) return noTime(text, 'timestamp');
    const [whole = '0', digits = ''] = seconds.replace('-', '').split('.');
    const negative = seconds.startsWith('-');
    // A fraction counts upwards from the second below, also before 1970.
    const below = negative && digits !== '' ? Number(whole) + 1 : Number(whole);
    const fraction = negative && digits !== '' ? complement(digits) : digits;
    return instantText((negative ? -below : below) * 1_000, fraction) ?? noTime(text, 'timestamp');
  };
};

const complement = (digits: string): string => {
  const unit = 10n ** BigInt(digits.length);
  return String(unit - BigInt(digits)).padStart(digits.length, '0');
};

const toTimestamp = (given: Arguments): ((moment: IsoMoment, text: string) => string | Refusal) => {
  const name = given['zone'];
  const zone = typeof name === 'string' ? zoneOf(name) : null;
  return (moment, text) => {
    const offset = moment.offset ?? zone?.(moment.time) ?? null;
    if (offset === null) {
      return new Refusal(
        'zone_missing',
        `${shown(text)} has no time zone; name the zone of the source, such as zone: UTC`,
      );
    }
    return timestampText(moment.time, offset) ?? noTime(text, 'timestamp');
  };
};

const timestamp = (given: Arguments): Step<string> => {
  const unit = given['epoch'];
  if (typeof unit === 'string') return fromEpoch(unit);
  const read = formatReader(given);
  const convert = toTimestamp(given);
  const isUtc = given['zone'] === 'UTC';
  // Formats are tried in their order: what ISO reads first, no other format sees.
  const isIso = textsArgument(given, 'formats', ['ISO'])[0] === 'ISO';
  return (raw) => {
    const usual = isIso ? plainUtc(raw, isUtc) : null;
    if (usual !== null || isCanonicalTimestamp(raw)) return usual ?? raw;
    const text = raw.trim();
    const moment = read(text);
    return moment === null ? noTime(raw, 'timestamp') : convert(moment, raw);
  };
};

const dateOnly = (given: Arguments): Step<string> => {
  const name = given['zone'];
  const zone = typeof name === 'string' ? zoneOf(name) : null;
  return (raw) => {
    const text = raw.trim();
    if (zone === null || text.length === 10) return isoDate(text.slice(0, 10)) ?? noTime(raw, 'date');
    const moment = readIsoMoment(text);
    if (moment === null) return noTime(raw, 'date');
    if (moment.offset === null) return isoDate(text.slice(0, 10)) ?? noTime(raw, 'date');
    const utc = readIsoMoment(timestampText(moment.time, moment.offset) ?? '');
    if (utc === null) return noTime(raw, 'date');
    const shift = zone(utc.time);
    return timestampText(utc.time, -shift)?.slice(0, 10) ?? noTime(raw, 'date');
  };
};

const formats: Parameter = {
  name: 'formats',
  type: 'texts',
  primary: true,
  description:
    'Formats in the order in which they are tried, such as MM/DD/YYYY; ISO stands for ISO 8601. Default ISO.',
};
const pivot: Parameter = {
  name: 'pivot',
  type: 'integer',
  minimum: 0,
  maximum: 100,
  description: 'Two-digit years below it are 20YY, the others 19YY. Default 70.',
};
const zone: Parameter = {
  name: 'zone',
  type: 'text',
  description:
    'Zone of times that name none: UTC, an offset such as +02:00, or a name such as Europe/Berlin.',
};

/** Transforms of dates and times. */
export const timeTransforms: readonly TransformSpec[] = [
  {
    name: 'date',
    summary: 'Reads a calendar day; the time of day, if any, is left out as it stands.',
    example: 'date: [MM/DD/YY, YYYY-MM-DD]',
    parameters: [formats, pivot, otherwise],
    takes: 'text',
    build: date,
  },
  {
    name: 'timestamp',
    summary:
      'Reads a moment and gives it in UTC. A time without a zone needs `zone`; a day alone is its midnight.',
    example: 'timestamp: { formats: ["MM/DD/YY hh:mm a"], zone: America/Los_Angeles }',
    parameters: [
      formats,
      zone,
      pivot,
      {
        name: 'epoch',
        type: 'word',
        choices: ['s', 'ms', 'us'],
        description: 'The value counts these units since 1970.',
      },
      otherwise,
    ],
    takes: 'text',
    build: timestamp,
  },
  {
    name: 'date_only',
    summary: 'The day of an ISO 8601 time: as it stands, or as clocks in `zone` showed it.',
    example: 'date_only',
    parameters: [{ ...zone, primary: true, description: 'Zone whose day is meant.' }, otherwise],
    takes: 'text',
    build: dateOnly,
  },
];
