'use client';

import { Download, Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, IconButton } from '../../ui/button';
import { CodeBlock } from '../../ui/code-block';
import { ErrorPanel } from '../../ui/error-panel';
import { Panel } from '../../ui/panel';
import { SkeletonRows } from '../../ui/skeleton';
import { useToast } from '../../ui/toast';
import type { Diagram } from './diagram';
import type { Drawing } from './draw-diagram';
import { savePng, saveSource, saveSvg } from './save-diagram';
import { useTheme } from './use-theme';

const zooms = [0.5, 0.75, 1, 1.5, 2, 3] as const;

/** Fits the panel, but never so small that its words cannot be read. */
const fitted = (width: number): string => `clamp(${String(width * 0.7)}px, 100%, ${String(width)}px)`;

const showMiddle = (pane: HTMLElement | null): void => {
  if (pane !== null) pane.scrollLeft = (pane.scrollWidth - pane.clientWidth) / 2;
};

/** The picture, drawn in the browser in the page's theme. It scrolls inside itself by wheel, touch and arrow keys. */
export const DiagramView = ({ diagram }: { readonly diagram: Diagram }) => {
  const theme = useTheme();
  const [drawn, setDrawn] = useState<Drawing | { readonly error: unknown }>();
  const [attempt, setAttempt] = useState(0);
  /** Which of `zooms`; undefined fits the picture into the panel. */
  const [zoom, setZoom] = useState<number>();
  useEffect(() => {
    let wanted = true;
    // Heavier than the rest of the page together, so it comes after it.
    import('./draw-diagram')
      .then(({ drawDiagram }) => drawDiagram(diagram, theme))
      .then(
        (drawing) => {
          if (wanted) setDrawn(drawing);
        },
        (error: unknown) => {
          if (wanted) setDrawn({ error });
        },
      );
    return () => {
      wanted = false;
    };
  }, [diagram, theme, attempt]);
  if (drawn === undefined) return <SkeletonRows rows={8} />;
  if ('error' in drawn)
    return (
      <ErrorPanel
        error={drawn.error}
        onRetry={() => {
          setAttempt(attempt + 1);
        }}
      />
    );
  const at = zoom ?? zooms.indexOf(1);
  const factor = zoom === undefined ? undefined : zooms[zoom];
  const keys: Readonly<Record<string, number | 'fit' | undefined>> = {
    '+': Math.min(at + 1, zooms.length - 1),
    '-': Math.max(at - 1, 0),
    '0': 'fit',
  };
  return (
    <Panel flush>
      <div className="flex flex-wrap items-center gap-1 border-b border-line px-2 py-1 print:hidden">
        <IconButton
          label="Zoom in"
          icon={ZoomIn}
          disabled={at === zooms.length - 1}
          onClick={() => {
            setZoom(at + 1);
          }}
        />
        <IconButton
          label="Zoom out"
          icon={ZoomOut}
          disabled={at === 0}
          onClick={() => {
            setZoom(at - 1);
          }}
        />
        <IconButton
          label="Fit"
          icon={Maximize}
          onClick={() => {
            setZoom(undefined);
          }}
        />
        <DownloadButtons diagram={diagram} drawing={drawn} />
      </div>
      <div
        ref={showMiddle}
        tabIndex={0}
        role="group"
        aria-label="Picture, scrolls; plus and minus zoom, 0 fits"
        aria-keyshortcuts="+ - 0"
        className="max-h-[80dvh] overflow-auto p-4 print:max-h-none print:overflow-visible print:p-0"
        onKeyDown={(event) => {
          const wanted = keys[event.key];
          if (wanted === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
          event.preventDefault();
          setZoom(wanted === 'fit' ? undefined : wanted);
        }}
      >
        <div
          role="img"
          aria-label={`${diagram.title}: ${diagram.summary}`}
          data-testid="diagram"
          className="mx-auto print:w-full! [&_svg]:h-auto [&_svg]:w-full [&_svg]:max-w-none!"
          style={{ width: factor === undefined ? fitted(drawn.width) : drawn.width * factor }}
          // Mermaid's own output for text of ours, sanitised by its strict mode.
          dangerouslySetInnerHTML={{ __html: drawn.svg }}
        />
      </div>
      <details className="border-t border-line px-4 py-2 text-sm sm:px-5 print:hidden">
        <summary className="target flex items-center text-muted hover:text-ink">
          Source of the picture
        </summary>
        <CodeBlock text={diagram.source} label={`${diagram.title} in Mermaid`} />
      </details>
    </Panel>
  );
};

const DownloadButtons = ({ diagram, drawing }: { readonly diagram: Diagram; readonly drawing: Drawing }) => {
  const { complain } = useToast();
  return (
    <div role="group" aria-label="Download" className="ml-auto flex items-center">
      <Download aria-hidden className="size-4 text-muted max-sm:hidden" />
      <Button
        look="quiet"
        className="max-sm:px-2"
        onClick={() => {
          saveSvg(diagram, drawing);
        }}
      >
        SVG
      </Button>
      <Button
        look="quiet"
        className="max-sm:px-2"
        onClick={() => {
          savePng(diagram, drawing).catch(complain);
        }}
      >
        PNG
      </Button>
      <Button
        look="quiet"
        className="max-sm:px-2"
        onClick={() => {
          saveSource(diagram);
        }}
      >
        Source
      </Button>
    </div>
  );
};
