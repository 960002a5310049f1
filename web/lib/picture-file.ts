/** Makes files of drawings on the page: SVG that stands by itself, and PNG. */

const copied = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
] as const;
/** What only the page needs: its scripts, readers and style sheets. */
const ofThePage = ['class', 'style', 'tabindex', 'role', 'aria-pressed', 'aria-hidden', 'data-node'];

/** A drawing with its colours, type and ground written into it, as text. */
export const standingAlone = async (drawing: SVGSVGElement): Promise<string> => {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const originals = [drawing, ...drawing.querySelectorAll('*')];
  for (const [at, element] of [copy, ...copy.querySelectorAll('*')].entries()) {
    const original = originals[at];
    if (original === undefined) continue;
    // What only catches the pointer.
    if ([element.getAttribute('fill'), element.getAttribute('stroke')].includes('transparent')) {
      element.remove();
      continue;
    }
    for (const name of ofThePage) element.removeAttribute(name);
    const style = getComputedStyle(original);
    for (const name of copied) element.setAttribute(name, style.getPropertyValue(name));
  }
  const { width, height } = drawing.viewBox.baseVal;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  ground.setAttribute('width', String(width));
  ground.setAttribute('height', String(height));
  ground.setAttribute('fill', groundColour());
  copy.prepend(ground);
  return withFont(new XMLSerializer().serializeToString(copy));
};

/** What drawings stand on in the theme of the page. */
const groundColour = (): string =>
  getComputedStyle(document.documentElement).getPropertyValue('--panel').trim();

const twice = 2;

/** An SVG's text as a PNG, two points for each of its units. Rejects where the browser cannot draw it. */
export const pngOf = async (
  svg: string,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<Blob> => {
  const image = new Image(width, height);
  // As data and not as a blob: what shows HTML within SVG may only be copied from such a picture.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await withFont(svg))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * twice;
  canvas.height = height * twice;
  const pen = canvas.getContext('2d');
  if (pen !== null) {
    pen.fillStyle = groundColour();
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  }
  return await new Promise((resolve, reject) => {
    canvas.toBlob((file) => {
      if (file === null) reject(new Error('The browser could not make the picture'));
      else resolve(file);
    }, 'image/png');
  });
};

/** The page's typeface within the drawing, so that it looks the same where it is not installed. */
const withFont = async (svg: string): Promise<string> => {
  if (svg.includes('@font-face')) return svg;
  const face = await fontFace();
  return svg.replace(/<svg[^>]*>/, (start) => `${start}<style>${face}</style>`);
};

/** However the style sheet writes U+0000 to U+00FF. */
const latin = /U\+(?:0+-0*FF|\?\?)/i;

/** The rule of Quicksand's Latin letters with the font itself in it; empty where the page has none. */
const fontFace = async (): Promise<string> => {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const rule = rules.find(
    (one): one is CSSFontFaceRule =>
      one instanceof CSSFontFaceRule &&
      one.style.getPropertyValue('font-family').includes('Quicksand') &&
      latin.test(one.style.getPropertyValue('unicode-range')),
  );
  const [, path] = /url\("?([^")]+)"?\)/.exec(rule?.style.getPropertyValue('src') ?? '') ?? [];
  if (rule === undefined || path === undefined) return '';
  const answer = await fetch(new URL(path, rule.parentStyleSheet?.href ?? location.href));
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const encoded = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return `@font-face{font-family:'Quicksand Variable';font-weight:300 700;src:url(data:font/woff2;base64,${encoded})}`;
};
