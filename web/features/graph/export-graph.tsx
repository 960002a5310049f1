'use client';

import { Download } from 'lucide-react';
import { pngOf, standingAlone } from '../../lib/picture-file';
import { saveFile, saveText } from '../../lib/save-file';
import { Button } from '../../ui/button';
import { PopoverButton } from '../../ui/popover';
import { useToast } from '../../ui/toast';
import { drawingId } from './graph-picture';
import type { Graph } from './layout';

const file = 'autonomos-dcl-graph';

const saveSvg = async (drawing: SVGSVGElement): Promise<void> => {
  saveText(await standingAlone(drawing), 'image/svg+xml', `${file}.svg`);
};

const savePng = async (drawing: SVGSVGElement): Promise<void> => {
  const { width, height } = drawing.viewBox.baseVal;
  saveFile(await pngOf(await standingAlone(drawing), { width, height }), `${file}.png`);
};

/** What is shown of the graph as a file: its nodes and edges, or the drawing as it stands. */
export const ExportGraph = ({ graph, asTable }: { readonly graph: Graph; readonly asTable: boolean }) => {
  const { complain } = useToast();
  const draw = (save: (drawing: SVGSVGElement) => Promise<void>, close: () => void) => () => {
    const drawing = document.querySelector<SVGSVGElement>(`#${drawingId}`);
    close();
    if (drawing !== null) save(drawing).catch(complain);
  };
  return (
    <PopoverButton
      label="Export what is shown"
      name="Export"
      className="border border-control font-medium"
      face={
        <>
          <Download aria-hidden className="size-4" /> Export
        </>
      }
    >
      {(close) => (
        <div className="flex flex-col items-start gap-1">
          {!asTable && (
            <>
              <Button look="quiet" onClick={draw(saveSvg, close)}>
                SVG, a drawing that stands by itself
              </Button>
              <Button look="quiet" onClick={draw(savePng, close)}>
                PNG, twice the size of the screen
              </Button>
            </>
          )}
          <Button
            look="quiet"
            onClick={() => {
              saveText(JSON.stringify(graph, null, 2), 'application/json', `${file}.json`);
              close();
            }}
          >
            JSON, nodes and edges with their fields
          </Button>
        </div>
      )}
    </PopoverButton>
  );
};
