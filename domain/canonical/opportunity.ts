import { field, sourceTimes } from './field.ts';
import type { CanonicalEntity } from './field.ts';

/** A deal that may be won or lost. */
export const opportunity: CanonicalEntity = {
  name: 'opportunity',
  title: 'Opportunity',
  description: 'A deal with an account that is open, won or lost.',
  source: 'AutonomOS canonical model',
  required: [['name']],
  aliases: { opportunity_name: 'name', deal_name: 'name', win_probability: 'probability' },
  fields: [
    field('name', 'text', 'Name of the deal.', { identity: true }),
    field('account_id', 'text', 'Source record id (or name) of the account that the deal is with.', {
      references: 'account',
    }),
    field('amount', 'decimal', 'Expected or final value of the deal in whole units of the currency.', {
      money: 'currency',
      unit: 'currency units',
    }),
    field('currency', 'text', 'Currency of `amount`.', { format: 'currency', source: 'ISO 4217' }),
    field(
      'stage',
      'text',
      'Stage of the deal; stages beyond the known ones stay in the words of the source.',
      {
        knownValues: ['prospecting', 'qualification', 'proposal', 'negotiation', 'won', 'lost'],
      },
    ),
    field('probability', 'decimal', 'Probability of winning the deal, as the source states it.', {
      unit: 'ratio from 0 to 1',
      minimum: 0,
      maximum: 1,
    }),
    field('close_date', 'date', 'Day on which the deal was or is expected to be closed.', {
      source: 'ISO 8601',
    }),
    field('is_won', 'boolean', 'Whether the deal was won.'),
    field('is_closed', 'boolean', 'Whether the deal is over, won or lost.'),
    field('owner_id', 'text', 'Source id or name of the person who works on the deal.'),
    field('description', 'text', 'Free text about the deal.', { maxLength: 131_072 }),
    ...sourceTimes('deal'),
  ],
};
