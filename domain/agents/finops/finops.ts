import { rowsOf } from '../cells.ts';
import type { Agent } from '../finding.ts';
import { judgeAnomalies } from './judge-anomalies.ts';
import { judgeBreakdowns, judgeSpend } from './judge-spend.ts';
import { judgeIdle, judgeUntagged } from './judge-waste.ts';
import { costsClock, finopsQuestions } from './questions.ts';

/** FinOps pilot: what the clouds cost, what is unusual about it, and what is paid for in vain. */
export const finops: Agent = {
  id: 'finops',
  title: 'FinOps pilot',
  purpose:
    'Breaks cloud spend down, finds unusual days with their likely cause, and idle and untagged resources.',
  reads: ['cloud_costs', 'cloud_resources'],
  writes: [],
  kinds: [
    'spend',
    'spend_by_service',
    'spend_by_account',
    'spend_by_resource',
    'cost_anomaly',
    'idle_resource',
    'untagged_resources',
  ],
  clock: costsClock,
  questions: finopsQuestions,
  judge: (answers, context) => {
    const findings = [
      ...judgeSpend(rowsOf(answers, 'spend'), context.asOf),
      ...judgeAnomalies(answers),
      ...judgeIdle(rowsOf(answers, 'idle')),
      ...judgeUntagged(rowsOf(answers, 'untagged')),
      ...judgeBreakdowns(answers, context.asOf),
    ];
    return { findings, measures: {} };
  },
};
