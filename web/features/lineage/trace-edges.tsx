'use client';

import { memo, useLayoutEffect, useRef, useState } from 'react';
import { classNames } from '../../ui/class-names';
import type { Trace } from './lineage-queries';

interface Line {
  readonly id: string;
  readonly path: string;
  readonly former: boolean;
  readonly source: string;
  readonly target: string;
}

interface TraceEdgesProps {
  readonly edges: Trace['edges'];
  /** Ids on the path of what is pointed at; undefined where nothing is. */
  readonly lit: ReadonlySet<string> | undefined;
}

const curve = (from: DOMRect, to: DOMRect, frame: DOMRect): string => {
  const [x0, y0] = [from.right - frame.left, from.top + from.height / 2 - frame.top];
  const [x1, y1] = [to.left - frame.left, to.top + to.height / 2 - frame.top];
  const middle = (x0 + x1) / 2;
  return `M${x0},${y0}C${middle},${y0} ${middle},${y1} ${x1},${y1}`;
};

/** Lines between the cards around it, wherever the page has put them. Decoration: the lists say the same in words. */
export const TraceEdges = ({ edges, lit }: TraceEdgesProps) => {
  const drawing = useRef<SVGSVGElement>(null);
  const [lines, setLines] = useState<readonly Line[]>([]);
  useLayoutEffect(() => {
    const element = drawing.current?.parentElement;
    if (element === null || element === undefined) return;
    const draw = (): void => {
      const places = new Map<string, DOMRect>();
      for (const card of element.querySelectorAll<HTMLElement>('[data-node]'))
        places.set(card.dataset['node'] ?? '', card.getBoundingClientRect());
      const bounds = element.getBoundingClientRect();
      setLines(
        edges.flatMap(({ source, target, former }) => {
          const [from, to] = [places.get(source), places.get(target)];
          if (from === undefined || to === undefined || from.right > to.left) return [];
          return [{ id: `${source} ${target}`, path: curve(from, to, bounds), former, source, target }];
        }),
      );
    };
    draw();
    const observer = new ResizeObserver(draw);
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [edges]);
  return (
    <svg ref={drawing} aria-hidden className="pointer-events-none absolute inset-0 size-full max-lg:hidden">
      <g className={classNames('transition-opacity', lit === undefined ? 'opacity-70' : 'opacity-10')}>
        <Lines lines={lines} />
      </g>
      {lit !== undefined && (
        <g className="opacity-70">
          <Lines lines={lines.filter(({ source, target }) => lit.has(source) && lit.has(target))} wide />
        </g>
      )}
    </svg>
  );
};

interface LinesProps {
  readonly lines: readonly Line[];
  readonly wide?: boolean;
}

/** All of them are dimmed by their group, and those that are lit drawn once more: there are hundreds. */
const Lines = memo(({ lines, wide = false }: LinesProps) =>
  lines.map(({ id, path, former }) => (
    <path
      key={id}
      d={path}
      fill="none"
      strokeWidth={wide ? 2 : 1.5}
      className="stroke-brand"
      {...(former ? { strokeDasharray: '4 4' } : {})}
    />
  )),
);
