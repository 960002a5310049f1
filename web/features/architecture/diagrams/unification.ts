import type { Diagram } from '../diagram';

export const unification: Diagram = {
  slug: 'unification',
  title: 'Unification and generations',
  summary: 'Each connect builds everything anew beside what is published, and switches in one transaction.',
  source: `flowchart TB
  stream[(Canonical stream)]:::ontology -->|latest state per record| load
  subgraph builder [Builder, a process of its own]
    load[Load by key] --> normalise[Normalise]
    normalise --> block[Blocking rules under a pair budget]
    block --> compare[Compare pairs]
    compare --> weigh[Weigh without labels]
    weigh --> cluster[Group by average linkage]
    decisions[(Merge, split, pin)] --> cluster
    cluster --> golden[Golden ids and survivorship]
    golden --> file[(Registry file, immutable)]
  end
  file --> switch{One transaction}
  switch --> tables[(Materialised tables)]:::ontology
  switch --> generation[(Current generation)]
  tables --> readers[Views, graph, agents]:::agent
  generation --> readers`,
  parts: [
    {
      name: 'Weigh',
      says: 'Fellegi and Sunter: how much each agreement says is learnt from the data, not from labels. Rare values say more.',
    },
    {
      name: 'Group',
      says: 'A chain of weak links does not hold; what a person merged, split or pinned does, in every later build.',
    },
    {
      name: 'Golden ids',
      says: 'Stay with the group that holds most of their records; ids that are no more redirect.',
    },
    {
      name: 'Generation',
      says: 'Readers see the former one whole until the new one is whole. A torn file is built again.',
    },
  ],
  code: ['domain/unify', 'platform/duckdb/unify'],
};
