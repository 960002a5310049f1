import type { z } from 'zod';
import { answerIntent } from '../../domain/ask/answer-intent.ts';
import { dashboards } from '../../domain/ask/dashboards.ts';
import { personaTitles } from '../../domain/ask/personas.ts';
import type { Persona } from '../../domain/ask/personas.ts';
import { Fault } from '../../domain/faults.ts';
import { currentGeneration } from '../../platform/database/repositories/dcl-generations.ts';
import type { personaDashboard } from '../contract/nlp.ts';
import type { Deps } from '../deps.ts';
import { answerFields } from './answer-fields.ts';
import { pinnedSteps } from './pinned-steps.ts';
import type { Asking } from './pinned-steps.ts';

type Dashboard = z.input<typeof personaDashboard>;

/** A generation never changes, so neither does what is made of it on one day. */
const kept = new Map<string, Promise<Dashboard>>();
const mostKept = 200;

const build = async (deps: Deps, asking: Asking, persona: Persona, today: string): Promise<Dashboard> => {
  const steps = pinnedSteps(deps, asking);
  const tiles: Dashboard['tiles'] = [];
  for (const { id, title, question } of dashboards[persona]) {
    const outcome = await answerIntent(question, today, steps);
    tiles.push({ id, title, question, ...answerFields(outcome, steps.freshness()) });
  }
  const freshness = steps.freshness();
  if (freshness === undefined) throw new Fault('internal', `The dashboard of the ${persona} asks nothing`);
  return { persona, title: personaTitles[persona], today, freshness, tiles };
};

/**
 * A persona's dashboard over the newest generation.
 * @throws Fault `conflict` before the first DCL connect, `registry_unavailable`, `query_too_costly`
 */
export const buildDashboard = async (
  deps: Deps,
  asking: Asking,
  persona: Persona,
  today: string,
): Promise<Dashboard> => {
  const current = await asking.inTenant(currentGeneration);
  const key = [
    asking.caller.tenantId,
    current?.generation ?? 0,
    current?.content_hash ?? '',
    persona,
    today,
  ].join(' ');
  const known = kept.get(key);
  if (known !== undefined) return await known;
  const made = build(deps, asking, persona, today);
  kept.set(key, made);
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  try {
    return await made;
  } catch (error) {
    kept.delete(key);
    throw error;
  }
};
