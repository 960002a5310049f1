import fc from 'fast-check';
import { isFault } from '../../../../domain/faults.ts';
import { soqlId, soqlName, soqlText, soqlTime } from '../../../../connectors/salesforce/soql.ts';
import { parseSoql } from '../../../../demo/simulators/salesforce/parse-soql.ts';

const refused = (work: () => unknown): boolean => {
  try {
    work();
    return false;
  } catch (error) {
    return isFault(error);
  }
};

test('any text survives quoting and parsing, and stays one literal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { where } = parseSoql(`SELECT Id FROM Account WHERE Name = ${soqlText(text)}`);
      expect(where).toEqual({
        kind: 'compare',
        field: 'Name',
        operator: '=',
        literals: [{ kind: 'string', value: text }],
      });
    }),
  );
});

test('a name must be described, and look like one', () => {
  const described = new Set(['Name', 'Id FROM User', 'a.b', "x'y", '__proto__']);
  expect(soqlName('Name', described)).toBe('Name');
  for (const name of ['Secret__c', 'Id FROM User', 'a.b', "x'y", '__proto__', '']) {
    expect(refused(() => soqlName(name, described))).toBe(true);
  }
});

test('ids and times pass only in their exact form', () => {
  expect(soqlId('001000000000001AAA')).toBe("'001000000000001AAA'");
  expect(soqlTime('2026-05-01T07:25:37.000Z')).toBe('2026-05-01T07:25:37.000Z');
  for (const id of ["001' OR Id != '", '001', '001000000000001AA'])
    expect(refused(() => soqlId(id))).toBe(true);
  for (const time of ['2026-05-01', '2026-05-01T07:25:37Z OR Id != null', 'TODAY']) {
    expect(refused(() => soqlTime(time))).toBe(true);
  }
});
