/** The one place where SOQL is put together: names from describe alone, values escaped. */
import { Fault } from '../../domain/faults.ts';

const namePattern = /^[A-Za-z]\w{0,79}$/;
const idPattern = /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/;
const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/** A name may stand in a query only if describe told it and it looks like one. */
export const soqlName = (name: string, described: ReadonlySet<string>): string => {
  if (described.has(name) && namePattern.test(name)) return name;
  throw new Fault('source_object_missing', `Salesforce has no ${JSON.stringify(name.slice(0, 80))} here.`);
};

/** True for texts that can be an API name at all; anything else is not even asked for. */
export const isApiName = (name: string): boolean => namePattern.test(name);

export const isSalesforceId = (text: string): boolean => idPattern.test(text);

/** A quoted text literal. */
export const soqlText = (text: string): string =>
  `'${text
    .replace(/[\\'"]/g, (letter) => `\\${letter}`)
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')}'`;

export const soqlId = (id: string): string => {
  if (!isSalesforceId(id))
    throw new Fault('not_found', `${JSON.stringify(id.slice(0, 40))} is no Salesforce id.`);
  return soqlText(id);
};

/** A time literal; these stand without quotes, so only the exact form passes. */
export const soqlTime = (iso: string): string => {
  if (timePattern.test(iso)) return iso;
  throw new Fault(
    'source_protocol',
    `${JSON.stringify(iso.slice(0, 40))} is no time that Salesforce would send.`,
  );
};
