'use client';

import { useLayoutEffect, useRef, useState } from 'react';
import { classNames } from '../../ui/class-names';
import type { Trace } from './lineage-queries';

type Edge = Trace['edges'][number];

/** A layer's cards, drawn or not. */
export interface EdgeColumn {
  readonly nodes: readonly { readonly id: string }[];
  /** Where a card begins, in px from the top of its list. */
  readonly startOf: (at: number) => number;
}

interface TraceEdgesProps {
  readonly edges: Trace['edges'];
  readonly columns: readonly EdgeColumn[];
  /** Ids on the path of what is pointed at; undefined where nothing is. */
  readonly lit: ReadonlySet<string> | undefined;
}

/** The place of a layer's list inside the frame, in px. */
interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
}

interface Spot {
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

/** Lines end at the height of a card's name. */
const nameAt = 28;

const boxOf = (list: HTMLElement): Box => ({
  left: list.offsetLeft,
  right: list.offsetLeft + list.offsetWidth,
  top: list.offsetTop,
});

const spotsOf = (columns: readonly EdgeColumn[], boxes: readonly Box[]): ReadonlyMap<string, Spot> =>
  new Map(
    columns.flatMap(({ nodes, startOf }, layer) => {
      const box = boxes[layer];
      if (box === undefined) return [];
      const { left, right, top } = box;
      return nodes.map(({ id }, at) => [id, { left, right, y: top + startOf(at) + nameAt }] as const);
    }),
  );

const curve = (from: Spot, to: Spot): string => {
  const middle = (from.right + to.left) / 2;
  return `M${from.right},${from.y}C${middle},${from.y} ${middle},${to.y} ${to.left},${to.y}`;
};

/** All of these as one path; those between layers that do not stand side by side have none. */
const pathOf = (edges: readonly Edge[], spots: ReadonlyMap<string, Spot>): string =>
  edges
    .flatMap(({ source, target }) => {
      const [from, to] = [spots.get(source), spots.get(target)];
      return from === undefined || to === undefined || from.right > to.left ? [] : [curve(from, to)];
    })
    .join('');

/**
 * Lines between the cards around it, by the places that are worked out for those: most cards are not drawn. Decoration: the
 * lists say the same in words.
 */
export const TraceEdges = ({ edges, columns, lit }: TraceEdgesProps) => {
  const drawing = useRef<SVGSVGElement>(null);
  const [boxes, setBoxes] = useState<readonly Box[]>([]);
  useLayoutEffect(() => {
    const frame = drawing.current?.parentElement;
    if (frame === null || frame === undefined) return undefined;
    const look = (): void => {
      setBoxes([...frame.querySelectorAll<HTMLElement>('[data-layer]')].map(boxOf));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(frame);
    return () => {
      observer.disconnect();
    };
  }, []);
  const spots = spotsOf(columns, boxes);
  return (
    <svg ref={drawing} aria-hidden className="pointer-events-none absolute inset-0 size-full max-lg:hidden">
      <g className={classNames('transition-opacity', lit === undefined ? 'opacity-70' : 'opacity-10')}>
        <Lines edges={edges} spots={spots} width={1.5} />
      </g>
      {lit !== undefined && (
        <g className="opacity-70">
          <Lines
            edges={edges.filter(({ source, target }) => lit.has(source) && lit.has(target))}
            spots={spots}
            width={2}
          />
        </g>
      )}
    </svg>
  );
};

interface LinesProps {
  readonly edges: readonly Edge[];
  readonly spots: ReadonlyMap<string, Spot>;
  readonly width: number;
}

/** Two paths, however many edges there are: what flows now, and dashed what did. */
const Lines = ({ edges, spots, width }: LinesProps) => (
  <g fill="none" strokeWidth={width} className="stroke-brand">
    <path
      d={pathOf(
        edges.filter(({ former }) => !former),
        spots,
      )}
    />
    <path
      d={pathOf(
        edges.filter(({ former }) => former),
        spots,
      )}
      strokeDasharray="4 4"
    />
  </g>
);
