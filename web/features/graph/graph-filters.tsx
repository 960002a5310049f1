import { FilterSelect } from '../../ui/filter-select';
import { statuses, statusWords } from './graph-words';
import type { Graph } from './layout';
import { bands } from './neighbours';
import type { Band } from './neighbours';
import { slugOf } from './use-graph-view';
import type { Direction, GraphView } from './use-graph-view';

interface GraphFiltersProps {
  readonly graph: Graph;
  readonly view: GraphView;
  readonly onChange: (changes: Readonly<Record<string, string>>) => void;
}

const bandWords: Readonly<Record<Band, string>> = {
  low: 'Below 60 %',
  middle: '60 to 85 %',
  high: 'Above 85 %',
  set: 'Set by people or shipped',
};
const directionWords: Readonly<Record<Direction, string>> = {
  across: 'Left to right',
  down: 'Top to bottom',
};

/** What is shown of the graph, and how; all of it stands in the address. */
export const GraphFilters = ({ graph, view, onChange }: GraphFiltersProps) => {
  const named = (type: string): readonly (readonly [string, string])[] =>
    graph.nodes.filter((node) => node.type === type).map(({ id, label }) => [id, label]);
  const { source, agent, status, sure } = view.filters;
  const set = (name: string) => (value: string) => {
    onChange({ [name]: value });
  };
  return (
    <div className="grid grid-cols-2 gap-3 border-b border-line px-4 py-3 sm:grid-cols-3 sm:px-5 2xl:grid-cols-6">
      <FilterSelect label="Source" value={source} options={named('source_parent')} onChange={set('source')} />
      <FilterSelect label="Agent" value={agent} options={named('agent')} onChange={set('agent')} />
      <FilterSelect
        label="Status"
        value={status}
        options={statuses.map((one) => [one, statusWords[one].word])}
        onChange={set('status')}
      />
      <FilterSelect
        label="Confidence"
        value={sure}
        options={bands.map((band) => [band, bandWords[band]])}
        onChange={set('sure')}
      />
      <TablesSelect graph={graph} onChange={onChange} />
      <FilterSelect
        label="Direction"
        all={false}
        value={view.direction ?? ''}
        options={[['', 'As the screen is'], ...Object.entries(directionWords)]}
        onChange={set('direction')}
      />
    </div>
  );
};

/** Each table by itself, or one node for all of a source. */
const TablesSelect = ({ graph, onChange }: Pick<GraphFiltersProps, 'graph' | 'onChange'>) => {
  const several = graph.nodes.filter(({ type, tables }) => type === 'source_parent' && tables > 1);
  const collapsed = graph.nodes.filter(({ id }) => id.startsWith('tables:'));
  const some = collapsed.length > 0 && collapsed.length < several.length;
  const slugs = several.map(({ id }) => slugOf(id)).join(',');
  return (
    <FilterSelect
      label="Tables"
      all={false}
      value={some ? 'some' : collapsed.length === 0 ? 'each' : 'one'}
      options={[
        ['each', 'Each by itself'],
        ['one', 'One node per source'],
        ...(some ? [['some', 'Some together'] as const] : []),
      ]}
      onChange={(value) => {
        // Above the limit they stand together unless they are named.
        if (value === 'each') onChange({ collapse: '', expand: graph.grouped_sources > 0 ? slugs : '' });
        if (value === 'one') onChange({ collapse: slugs, expand: '' });
      }}
    />
  );
};
