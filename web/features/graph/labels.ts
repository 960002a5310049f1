import type { Layout, PlacedNode } from './layout';

export interface Label {
  readonly placed: PlacedNode;
  readonly text: string;
  /** Of the pill's box, before it is turned. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fontSize: number;
  /** Left free before the text. */
  readonly lead: number;
}

const usual = { height: 16, fontSize: 10, letter: 5.9, apart: 2, lead: 0 };
/** Agents have half as much again, and room for the robot that stands at the pill's beginning. */
const large = { height: 24, fontSize: 15, letter: 8.6, apart: 12, lead: 16 };
const gap = 5;
/** Room around the text of a pill. */
const around = 14;
/** How much taller than its pill a robot is, above and below. */
const robot = 4;
/** So far a pill gives way to a robot on its row before it becomes shorter. */
const nudge = 14;
/** An agent's node stands at the drawing's end, its pill before it. */
const last = 3;

const looksOf = ({ node }: PlacedNode) => (node.type === 'agent' ? large : usual);

const spaceOf = (placed: PlacedNode): number => looksOf(placed).height + looksOf(placed).apart;

const shortened = (text: string, letters: number): string =>
  text.length <= letters ? text : `${text.slice(0, Math.max(1, letters - 1))}…`;

/**
 * Pills beside the nodes that never overlap: within a layer each is moved just past the one before, and those of the ontology
 * leave agents their room. Where a layer has more than fit, those stay that have room at their node; the others' nodes still
 * have a name for readers and a tooltip. Turned drawings are laid out as if they were not.
 */
export const placeLabels = ({ nodes, width, height, upright }: Layout): readonly Label[] => {
  const [along, across] = upright ? [height, width] : [width, height];
  const between = along / 3 - 20;
  const agents: Label[] = [];
  return [last, 0, 1, 2].flatMap((depth) => {
    const layer = nodes
      .filter(({ node }) => node.depth === depth)
      .map((placed) => ({
        placed,
        centre: upright ? placed.x + placed.width / 2 : placed.y + placed.height / 2,
      }))
      .sort((a, b) => a.centre - b.centre);
    const size = layer.reduce((sum, { placed }) => sum + spaceOf(placed), 0);
    const edge = depth === last ? robot : 0;
    let free = edge;
    return layer.flatMap(({ placed, centre }, at): Label[] => {
      const { fontSize, lead, letter, ...looks } = looksOf(placed);
      const rest = layer.slice(at).reduce((sum, each) => sum + spaceOf(each.placed), 0);
      const wanted = centre - looks.height / 2;
      const crowded = size > across;
      if (crowded && wanted < free) return [];
      const first = crowded ? wanted : Math.max(free, Math.min(wanted, across - rest - edge));
      const besideAt = (top: number): readonly Label[] =>
        agents.filter(
          (agent) =>
            depth === last - 1 &&
            agent.y - robot < top + looks.height &&
            agent.y + agent.height + robot > top,
        );
      const past = Math.max(first, ...besideAt(first).map((agent) => agent.y + agent.height + robot));
      const top = past - first <= nudge ? past : first;
      if (top + looks.height > across) return [];
      free = top + looks.height + looks.apart;
      const start = upright ? placed.y : placed.x;
      const begin = start + (upright ? placed.height : placed.width) + gap;
      // As far as the next layer, or as the robot of an agent on the same row.
      const end = Math.min(begin + between * 0.85, ...besideAt(top).map(({ x }) => x - 2 * gap - robot));
      const room = depth === last ? between * 0.75 : end - begin;
      const text = shortened(placed.node.label, Math.floor((room - around - lead) / letter));
      const pill = text.length * letter + around + lead;
      const x = depth === last ? start - gap - pill : begin;
      const label = { placed, text, x, y: top, width: pill, height: looks.height, fontSize, lead };
      if (depth === last) agents.push(label);
      return [label];
    });
  });
};
