'use client';

import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { countWords } from '../../lib/words';
import { Badge } from '../../ui/badge';
import { CodeBlock } from '../../ui/code-block';
import { DataTable } from '../../ui/data-table';
import type { Column } from '../../ui/data-table';
import { FilterSelect } from '../../ui/filter-select';
import { KeyHelp } from '../../ui/key-help';
import { Panel } from '../../ui/panel';
import { SearchForm } from '../../ui/search-form';

interface Row {
  readonly number: number;
  readonly name: string;
}

const most = 2_000;
const rows: readonly Row[] = Array.from({ length: most }, (_, at) => ({
  number: at + 1,
  name: at === 2 ? `A_name_without_a_single_space_${'that_goes_on_'.repeat(8)}` : `Row ${countWords(at + 1)}`,
}));

const columns: readonly Column<Row>[] = [
  { name: 'Name', cell: ({ name }) => <span className="[overflow-wrap:anywhere]">{name}</span> },
  {
    name: 'State',
    cell: () => (
      <Badge tone="good" icon={CircleCheck}>
        Active
      </Badge>
    ),
  },
  { name: 'Number', numeric: true, cell: ({ number }) => countWords(number) },
];

/** Tables short and long, filters, and text as it is. */
export const Lists = () => {
  const [size, setSize] = useState('3');
  const [words, setWords] = useState('');
  return (
    <>
      <KeyHelp
        keys={[
          ['j', 'next'],
          ['k', 'before'],
        ]}
      />
      <div className="flex flex-wrap gap-3">
        <FilterSelect
          label="Rows"
          all={false}
          value={size}
          options={[
            ['3', '3'],
            [String(most), `${countWords(most)}: only those near the screen are drawn`],
          ]}
          onChange={setSize}
        />
        <SearchForm
          label="Words in it"
          name="Names"
          value={words}
          className="flex-1 max-sm:basis-full sm:max-w-80"
          onFind={setWords}
        />
      </div>
      <Panel flush>
        <DataTable
          caption="Rows that are made up"
          columns={columns}
          rows={rows.slice(0, Number(size)).filter(({ name }) => name.includes(words))}
          keyOf={({ number }) => String(number)}
        />
      </Panel>
      <CodeBlock label="Text as it is" text={'system: filesource\nobject: Account\nentity: account'} />
    </>
  );
};
