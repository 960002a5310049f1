import { Cable, Layers, ListChecks, Waves } from 'lucide-react';
import { Facts } from '../../ui/facts';
import { Meter } from '../../ui/meter';
import { Panel } from '../../ui/panel';
import { Progress } from '../../ui/progress';
import { RelativeTime } from '../../ui/relative-time';
import { Sparkline } from '../../ui/sparkline';
import { OutOf, StatCard } from '../../ui/stat-card';
import { Tile } from '../../ui/tile';

const waves = Array.from({ length: 48 }, (_, at) => Math.round(40 + 38 * Math.sin(at / 5)));
const here = '/kit?tab=figures';
const sometime = '2026-11-20T09:30:00.000Z';

/** Numbers with their names, how full something is, and how far it has come. */
export const Figures = () => (
  <>
    <div className="grid grid-cols-2 gap-3 sm:gap-4 lg:grid-cols-4">
      <StatCard
        name="Sources healthy"
        icon={Cable}
        tone="source"
        href={here}
        value={<OutOf part="3" whole="4" />}
        note="1 paused"
      />
      <StatCard
        name="Golden records"
        icon={Layers}
        tone="ontology"
        href={here}
        value="1,234,567,890"
        note="A number of any length stays within its card"
      />
      <StatCard name="Events a minute" icon={Waves} tone="ontology" href={here} value="82" wide>
        <Sparkline label="A wave, made up" values={waves} />
      </StatCard>
      <StatCard name="Tasks running" icon={ListChecks} tone="bad" href={here} value="0" note="2 failed" />
    </div>
    <Panel title="Tiles">
      <dl className="grid grid-cols-2 gap-5 md:grid-cols-4">
        <Tile name="Rows read">12,480</Tile>
        <Tile name="Cost" note="No price is configured">
          –
        </Tile>
        <Tile name="Read">
          <RelativeTime at={sometime} />
        </Tile>
      </dl>
    </Panel>
    <Panel title="Facts">
      <Facts
        facts={[
          { name: 'Source', value: 'CRM export' },
          { name: 'Objects', value: 4 },
          { name: 'Changed', value: <RelativeTime at={sometime} /> },
        ]}
      />
    </Panel>
    <Panel title="Meters and progress">
      <div className="flex flex-col gap-5">
        <Meter label="Requests of this minute" used={120} of={600} />
        <Meter label="Tokens today" used={196_000} of={200_000} note="Nearly used up" />
        <Progress label="Known end" value={0.4} />
        <Progress label="Unknown end" />
        <Progress label="Paused" paused />
      </div>
    </Panel>
  </>
);
