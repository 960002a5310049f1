import { capital, spaced } from '../../lib/words';

const textIn = (value: unknown, name: string): string | undefined => {
  if (value === null || typeof value !== 'object') return undefined;
  const member = (value as Readonly<Record<string, unknown>>)[name];
  if (typeof member === 'string') return member;
  if (Array.isArray(member)) return member.map(String).join(', ');
  return undefined;
};

/** A change of a source in one line: `Renamed revenue to turnover (breaking)`. */
export const changeWords = (change: unknown): string => {
  const said = (name: string): string | undefined => textIn(change, name);
  const [from, to, field] = [said('from'), said('to'), said('field')];
  const values = said('values');
  return [
    capital(spaced(said('kind') ?? 'change')),
    field ?? '',
    from === undefined ? '' : `from ${from}`,
    to === undefined ? '' : `to ${to}`,
    values === undefined ? '' : `: ${values}`,
    said('becomes') ?? '',
    said('severity') === undefined ? '' : `(${said('severity') ?? ''})`,
    said('evidence') === undefined ? '' : `: ${said('evidence') ?? ''}`,
    said('cure') === undefined ? '' : `· ${capital(said('cure') ?? '')}`,
  ]
    .filter((part) => part !== '')
    .join(' ')
    .replaceAll(' : ', ': ');
};
