import type { Layout, PlacedEdge, Point } from './layout';

/** So near to the middle of an edge, in px, is on it, however thin it is. */
const within = 7;

/** Halvings of an edge until a place on it is known to a fraction of a pixel. */
const halvings = 14;

/**
 * How far a point is from an edge's middle, in px, infinite beside its ends. An edge is a cubic curve whose bends lie half way: along
 * the layers it has come 1.5t - 1.5t² + t³ of its way at t, across them 3t² - 2t³; the distance is that to its tangent there.
 */
const distanceTo = ({ from, to }: PlacedEdge, { x, y }: Point, upright: boolean): number => {
  const [start, end, along] = upright ? [from.y, to.y, y] : [from.x, to.x, x];
  if (along < start || along > end) return Infinity;
  const [left, right, across] = upright ? [from.x, to.x, x] : [from.y, to.y, y];
  const share = (along - start) / (end - start);
  let t = 0.5;
  for (let size = 0.25, done = 0; done < halvings; done += 1, size /= 2)
    t += 1.5 * t - 1.5 * t ** 2 + t ** 3 < share ? size : -size;
  const middle = left + (right - left) * (3 * t ** 2 - 2 * t ** 3);
  const slope = ((right - left) * (6 * t - 6 * t ** 2)) / ((end - start) * (1.5 - 3 * t + 3 * t ** 2));
  return Math.abs(across - middle) / Math.hypot(1, slope);
};

/** The edge at a point of the drawing, or so near to it that it is meant; undefined where there is none. */
export const nearestEdge = ({ edges, upright }: Layout, point: Point): PlacedEdge | undefined => {
  let nearest: PlacedEdge | undefined;
  let least = Infinity;
  for (const placed of edges) {
    const distance = distanceTo(placed, point, upright);
    if (distance >= least || distance > Math.max(within, placed.width / 2)) continue;
    nearest = placed;
    least = distance;
  }
  return nearest;
};
