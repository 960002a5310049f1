import { readFileSync } from 'node:fs';
import { dashboards } from '../../../../domain/ask/dashboards.ts';
import { questionForms } from '../../../../domain/ask/forms.ts';
import { intentOf } from '../../../../domain/ask/intent-of.ts';
import { personas, routeToPersona } from '../../../../domain/ask/personas.ts';
import { embedQuestion, nearestForms, recallDocuments } from '../../../../domain/ask/retrieval.ts';

describe('what is written about questions', () => {
  test('docs/ask.md lists every form as it is', () => {
    const page = readFileSync('docs/ask.md', 'utf8').replaceAll(/ +/g, ' ');
    for (const { id, title, pattern, example } of questionForms)
      expect(page).toContain(`| \`${id}\` | ${title} | \`${pattern.replaceAll('|', '\\|')}\` | ${example} |`);
  });

  test('every tile of a dashboard is a question that the grammar takes', () => {
    for (const persona of personas)
      for (const { question } of dashboards[persona])
        expect([question, intentOf(question, '2026-11-21').intent === undefined]).toEqual([question, false]);
  });

  test('a question that is not known is given its nearest forms, the likest first', () => {
    const nearest = (question: string) => nearestForms(embedQuestion(question)).map(({ id }) => id);
    expect(nearest('Why is the cloud spend by service so high?')).toContain('spend_by');
    expect(nearest('Explain the win rate to me')[0]).toBe('win_rate');
    expect(nearest('what about idle machines and resources')).toContain('idle');
  });

  test('what is near in meaning is recalled: fields of the model, and earlier questions', () => {
    const before = {
      kind: 'question' as const,
      id: 'q',
      title: 'Cloud spend by region',
      text: 'was answered',
    };
    const known = [{ ...before, vector: embedQuestion(before.title) }];
    const related = recallDocuments(embedQuestion('Why is cloud spend by region rising?'), known);
    expect(related[0]).toMatchObject(before);
    const fields = recallDocuments(embedQuestion('annual revenue of accounts'), []);
    expect(fields.map(({ id }) => id)).toContain('account.annual_revenue');
    expect(recallDocuments(embedQuestion('zzz qqq'), known)).toEqual([]);
  });

  test('routing is the same for the same question, whatever is asked between', () => {
    const route = () =>
      routeToPersona('spend by billing account', intentOf('spend by billing account', '2026-11-21').intent);
    expect(route()).toEqual(route());
    expect(route().persona).toBe('CFO');
  });
});
