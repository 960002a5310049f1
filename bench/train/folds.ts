import type { EvidenceModel } from '../../domain/repair/evidence-model.ts';
import type { Sample } from './fit-logistic.ts';
import { fitLogistic } from './fit-logistic.ts';

/**
 * For each group (a repository, a system) a model that has seen every other group but not this one.
 *
 * @param groupOf the group of an item
 * @param samplesOf an item's training samples
 */
export function leaveOneGroupOut<Item>(
  items: readonly Item[],
  groupOf: (item: Item) => string,
  samplesOf: (item: Item) => readonly Sample[],
  ridge: number,
): ReadonlyMap<string, EvidenceModel> {
  const samples = items.map((item) => ({ group: groupOf(item), samples: samplesOf(item) }));
  const groups = [...new Set(samples.map(({ group }) => group))].sort();
  return new Map(
    groups.map((group): [string, EvidenceModel] => [
      group,
      fitLogistic(
        samples.filter((each) => each.group !== group).flatMap((each) => each.samples),
        ridge,
      ),
    ]),
  );
}
