import { pngOf } from '../../lib/picture-file';
import { saveFile, saveText } from '../../lib/save-file';
import type { Diagram } from './diagram';
import type { Drawing } from './draw-diagram';

const nameOf = ({ slug }: Diagram): string => `autonomos-${slug}`;

/** The drawing at its natural size, for programs that ask a file for its width and height. */
const sized = ({ svg, width, height }: Drawing): string =>
  svg.replace(/<svg([^>]*?) width="[^"]*"/, `<svg$1 width="${String(width)}" height="${String(height)}"`);

export const saveSvg = (diagram: Diagram, drawing: Drawing): void => {
  saveText(sized(drawing), 'image/svg+xml', `${nameOf(diagram)}.svg`);
};

/** Rejects where the browser cannot draw it. */
export const savePng = async (diagram: Diagram, drawing: Drawing): Promise<void> => {
  saveFile(await pngOf(sized(drawing), drawing), `${nameOf(diagram)}.png`);
};

export const saveSource = (diagram: Diagram): void => {
  saveText(diagram.source, 'text/vnd.mermaid', `${nameOf(diagram)}.mmd`);
};
