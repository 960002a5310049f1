import { rowsOf } from '../cells.ts';
import type { Agent } from '../finding.ts';
import { judgeDeals, judgeDuplicates, judgeStuck } from './judge-deals.ts';
import { judgeForecast, judgePipeline } from './judge-pipeline.ts';
import { dealsClock, revopsQuestions } from './questions.ts';

/** RevOps pilot: how likely deals are, what the month will bring, and where the pipeline sticks. */
export const revops: Agent = {
  id: 'revops',
  title: 'RevOps pilot',
  purpose: 'Scores open deals with reasons, forecasts what will be won, and finds stuck and duplicate deals.',
  reads: ['opportunities'],
  writes: ['forecast_category'],
  kinds: ['forecast', 'pipeline_health', 'stuck_deals', 'stuck_deal', 'duplicate_deals', 'deal_score'],
  clock: dealsClock,
  questions: revopsQuestions,
  judge: (answers, context) => {
    const forecast = judgeForecast(answers, context.asOf);
    const findings = [
      ...forecast.findings,
      ...judgePipeline(answers, context.asOf),
      ...judgeStuck(rowsOf(answers, 'stuck')),
      ...judgeDuplicates(rowsOf(answers, 'duplicates')),
      ...judgeDeals(rowsOf(answers, 'open_deals')),
    ];
    return { findings, measures: { forecast: forecast.measures } };
  },
};
