import { Refusal, shown } from '../../canonical/refusal.ts';

/** ISO 4217, the active codes of money that circulates or is accounted in. */
const active =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP ' +
  'CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ' +
  'ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT ' +
  'MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD ' +
  'SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES ' +
  'VND VUV WST XAF XCD XCG XDR XOF XPF YER ZAR ZMW ZWG';

/** Signs and names that mean one currency alone; `$` and `¥` mean several and are taken only where a mapping says so. */
const names: Readonly<Record<string, string>> = {
  '€': 'EUR',
  EURO: 'EUR',
  EUROS: 'EUR',
  '£': 'GBP',
  'POUND STERLING': 'GBP',
  'BRITISH POUND': 'GBP',
  US$: 'USD',
  'US DOLLAR': 'USD',
  'US DOLLARS': 'USD',
  'U.S. DOLLAR': 'USD',
  'CANADIAN DOLLAR': 'CAD',
  'AUSTRALIAN DOLLAR': 'AUD',
  'SWISS FRANC': 'CHF',
  'JAPANESE YEN': 'JPY',
  YEN: 'JPY',
  '₹': 'INR',
  'INDIAN RUPEE': 'INR',
  '₩': 'KRW',
  '₽': 'RUB',
  '₺': 'TRY',
  '₴': 'UAH',
  '₪': 'ILS',
  'CHINESE YUAN': 'CNY',
  RENMINBI: 'CNY',
  RMB: 'CNY',
  'SWEDISH KRONA': 'SEK',
  'NORWEGIAN KRONE': 'NOK',
  'DANISH KRONE': 'DKK',
  'POLISH ZLOTY': 'PLN',
  'BRAZILIAN REAL': 'BRL',
  'MEXICAN PESO': 'MXN',
};

const codes = new Map<string, string>([
  ...active.split(' ').map((code) => [code, code] as const),
  ...Object.entries(names),
]);

/** ISO 4217 code of a code, an unambiguous sign or an English name. */
export const toCurrency = (text: string): string | Refusal =>
  codes.get(text.trim().toUpperCase()) ??
  new Refusal(
    'unknown_currency',
    `${shown(text)} is no currency of ISO 4217; correct the source or map it by enum`,
  );
