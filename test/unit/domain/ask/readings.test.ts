import { questionForms } from '../../../../domain/ask/forms.ts';
import { intentOf } from '../../../../domain/ask/intent-of.ts';
import { isViewIntent } from '../../../../domain/ask/intent.ts';
import { asksSame, putQuestion } from '../../../../domain/ask/put-question.ts';
import { readingsOf } from '../../../../domain/ask/readings.ts';
import type { ReadingPart } from '../../../../domain/ask/readings.ts';

const today = '2026-11-21';

const readings = (question: string) =>
  readingsOf(question, intentOf(question, today).intent ?? null, 'COO', today);

const questionFor = (question: string, part: ReadingPart, label: string): string | undefined =>
  readings(question)
    .find((reading) => reading.part === part)
    ?.others.find((other) => other.label === label)?.question;

describe('a question that was understood', () => {
  test.each(questionForms.map(({ example }) => example))('%s can be put again', (example) => {
    const { intent } = intentOf(example, today);
    if (intent === undefined || !isViewIntent(intent)) return;
    const again = putQuestion(intent, today);
    expect([example, again]).toEqual([example, expect.any(String)]);
    const { intent: read } = intentOf(again ?? '', today);
    expect(read !== undefined && asksSame(read, intent)).toBe(true);
  });

  test.each(questionForms.map(({ example }) => example))(
    '%s: every other reading is a question, and another one',
    (example) => {
      const { intent } = intentOf(example, today);
      for (const { part, others } of readings(example)) {
        if (part === 'persona') continue;
        for (const { question } of others) {
          const { intent: other } = intentOf(question, today);
          expect([question, other === undefined]).toEqual([question, false]);
          if (intent !== undefined && other !== undefined)
            expect([question, asksSame(intent, other)]).toEqual([question, false]);
        }
      }
    },
  );

  test.each([
    ['What is our cloud spend this month?', 'period', 'last month', 'Cloud spend in October 2026'],
    ['What is our cloud spend this month?', 'group', 'service', 'Cloud spend by service in November 2026'],
    [
      'What is our cloud spend this month?',
      'comparison',
      'the period before',
      'Cloud spend in November 2026 compared with October 2026',
    ],
    ['How many open deals do we have?', 'state', 'won', 'How many won deals'],
    ['How many open deals do we have?', 'measure', 'list', 'List open deals'],
    ['How many open deals do we have?', 'entity', 'accounts', 'How many accounts'],
    ['How much did we spend on "AWS" this year?', 'name', 'leave it out', 'Cloud spend in 2026'],
    ['Which sources feed accounts?', 'entity', 'deals', 'Which sources feed deals?'],
  ] as const)('%s with another %s: %s', (question, part, label, expected) => {
    expect(questionFor(question, part, label)).toBe(expected);
  });

  test('what the views cannot answer is not offered', () => {
    const of = (question: string, part: ReadingPart): readonly string[] =>
      readings(question)
        .find((reading) => reading.part === part)
        ?.others.map(({ label }) => label) ?? [];
    expect(of('How many accounts by industry?', 'state')).toEqual([]);
    expect(of('How many cloud resources by region?', 'period')).toEqual([]);
    expect(of('What is our cloud spend this month?', 'state')).toEqual(['untagged', 'idle']);
  });

  test('one that was not understood can only be asked for somebody else', () => {
    expect(readings('What is the weather in Paris?')).toEqual([
      {
        part: 'persona',
        value: 'COO',
        others: ['CTO', 'CRO', 'CFO'].map((persona) => ({
          label: persona,
          question: 'What is the weather in Paris?',
          persona,
        })),
      },
    ]);
  });
});
