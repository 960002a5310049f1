import {
  aboutFailure,
  aboutRepair,
  aboutTicket,
  mailText,
  slackText,
  verdictOn,
  verdictOnMail,
  webhookSecretForm,
} from '../../../domain/notifications.ts';

test("a source's names call nobody and lead nowhere in a Slack message", () => {
  const { text } = aboutRepair('repair.waiting', {
    repair_id: 'r',
    object: '<!channel> & <https://evil.example|a link>',
    confidence: 0.7,
  });
  const said = slackText(text, 'https://console.example/approvals/r');
  expect(said).toContain('&lt;!channel&gt; &amp; &lt;https://evil.example|a link&gt;');
  expect(said.match(/<[^>]*>/g)).toEqual(['<https://console.example/approvals/r|Open in AutonomOS>']);
});

test('reminders of one repair are told apart by their turn, failures of one connection by the hour', () => {
  const repair = { repair_id: 'r', object: 'o', confidence: 1 };
  const once = (turn: string) => aboutRepair('repair.reminder', repair, turn).once;
  expect([once('1') === once('1'), once('1') === once('2')]).toEqual([true, false]);
  const failure = (now: string) =>
    aboutFailure({ connection_id: 'c', name: 'n' }, 'gone', Date.parse(now)).once;
  expect(failure('2026-11-21T10:01:00Z')).toBe(failure('2026-11-21T10:59:00Z'));
  expect(failure('2026-11-21T10:59:00Z')).not.toBe(failure('2026-11-21T11:00:00Z'));
});

test.each([
  [200, 'delivered'],
  [204, 'delivered'],
  [302, 'failed'],
  [404, 'failed'],
  [408, 'retry'],
  [410, 'failed'],
  [429, 'retry'],
  [500, 'retry'],
  [null, 'retry'],
] as const)('an answer of %s means %s', (status, verdict) => {
  expect(verdictOn(status)).toBe(verdict);
});

test.each([
  [24, true],
  [25, true],
  [32, true],
  [64, true],
  [23, false],
  [150, false],
])('a signing secret of %d bytes: %s', (bytes, fits) => {
  expect(webhookSecretForm.test(`whsec_${Buffer.alloc(bytes, 7).toString('base64')}`)).toBe(fits);
});

test('a ticket is told of once for each difference that it stands for', () => {
  const ticket = { drift_event_id: 't', object: 'firms', kind: 'date_format', digest: 'a' };
  const { once, text } = aboutTicket(ticket, 'why');
  expect(text).toBe('Drift of firms (date format) needs a person: why');
  expect(aboutTicket(ticket, 'another reason').once).toBe(once);
  expect(aboutTicket({ ...ticket, digest: 'b' }, 'why').once).not.toBe(once);
});

test("a source's names add no header to a mail and no line before its link", () => {
  const { subject, text } = mailText(`firms\r\nBcc: all@example.com ${'x'.repeat(300)}`, 'https://c/1');
  expect(subject).toMatch(/^firms Bcc: all@example\.com x+…$/);
  expect(subject.length).toBeLessThanOrEqual(150);
  expect(text.split('\n')).toEqual([
    expect.stringMatching(/^firms Bcc/),
    '',
    'Open in AutonomOS: https://c/1',
    '',
  ]);
});

test.each([
  [250, 'delivered'],
  [354, 'retry'],
  [421, 'retry'],
  [451, 'retry'],
  [535, 'retry'],
  [550, 'failed'],
  [554, 'failed'],
  [null, 'retry'],
] as const)('a mail server that replies %s means %s', (reply, verdict) => {
  expect(verdictOnMail(reply)).toBe(verdict);
});
