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
}

const usual = { height: 16, fontSize: 10, letter: 5.9 };
const large = { height: 24, fontSize: 15, letter: 8.6 };
const gap = 5;

const looksOf = ({ node }: PlacedNode) => (node.type === 'agent' ? large : usual);

const shortened = (text: string, letters: number): string =>
  text.length <= letters ? text : `${text.slice(0, Math.max(1, letters - 1))}…`;

/**
 * Pills beside the nodes that never overlap: within a layer each is moved just past the one before, and one that would
 * leave the drawing is left out (its node still has a name for readers and a tooltip). Turned drawings are laid out as if they were not.
 */
export const placeLabels = ({ nodes, width, height, upright }: Layout): readonly Label[] => {
  const [along, across] = upright ? [height, width] : [width, height];
  const between = along / 3 - 20;
  return [0, 1, 2, 3].flatMap((depth) => {
    // The last gap holds the pills of both layers beside it.
    const room = depth < 2 ? between * 0.85 : between * (depth === 2 ? 0.44 : 0.52);
    const layer = nodes
      .filter(({ node }) => node.depth === depth)
      .map((placed) => ({
        placed,
        centre: upright ? placed.x + placed.width / 2 : placed.y + placed.height / 2,
      }))
      .sort((a, b) => a.centre - b.centre);
    const size = layer.reduce((sum, { placed }) => sum + looksOf(placed).height + 2, 0);
    let free = 0;
    return layer.flatMap(({ placed, centre }, at): Label[] => {
      const looks = looksOf(placed);
      const text = shortened(placed.node.label, Math.floor((room - 14) / looks.letter));
      const pill = text.length * looks.letter + 14;
      const rest = layer.slice(at).reduce((sum, each) => sum + looksOf(each.placed).height + 2, 0);
      const latest = size <= across ? across - rest : Infinity;
      const top = Math.min(Math.max(free, centre - looks.height / 2), Math.max(free, latest));
      if (top + looks.height > across) return [];
      free = top + looks.height + 2;
      const edge = upright ? placed.y : placed.x;
      const left = depth === 3 ? edge - gap - pill : edge + (upright ? placed.height : placed.width) + gap;
      return [{ placed, text, x: left, y: top, width: pill, height: looks.height, fontSize: looks.fontSize }];
    });
  });
};
