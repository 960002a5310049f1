import mermaid from 'mermaid';
import type { Diagram } from './diagram';

export interface Drawing {
  readonly svg: string;
  /** Natural size, CSS pixels. */
  readonly width: number;
  readonly height: number;
}

let drawings = 0;

const token = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Roles that a flowchart's nodes may name by `:::source`; each is a colour of the page with the same name. */
const roles = ['source', 'ontology', 'agent'] as const;

const roleStyles = (): string =>
  roles
    .map(
      (role) =>
        `classDef ${role} fill:${token(`--${role}-soft`)},stroke:${token(`--${role}`)},color:${token('--ink')}`,
    )
    .join('\n');

/** Draws a diagram in the colours that the page has now. Rejects with Mermaid's error where the source is wrong. */
export const drawDiagram = async ({ source }: Diagram, theme: 'light' | 'dark'): Promise<Drawing> => {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    theme: 'base',
    fontFamily: "'Quicksand Variable', ui-sans-serif, system-ui, sans-serif",
    themeVariables: {
      darkMode: theme === 'dark',
      fontSize: '15px',
      background: token('--panel'),
      primaryColor: token('--raised'),
      primaryTextColor: token('--ink'),
      primaryBorderColor: token('--control'),
      clusterBkg: token('--canvas'),
      clusterBorder: token('--line'),
      secondaryColor: token('--agent-soft'),
      secondaryTextColor: token('--ink'),
      tertiaryColor: token('--raised'),
      tertiaryTextColor: token('--ink'),
      tertiaryBorderColor: token('--control'),
      lineColor: token('--control'),
      textColor: token('--ink'),
      edgeLabelBackground: token('--panel'),
      actorBkg: token('--ontology-soft'),
      actorBorder: token('--ontology'),
      signalColor: token('--ink'),
      signalTextColor: token('--ink'),
      labelBoxBkgColor: token('--raised'),
      loopTextColor: token('--ink'),
      transitionColor: token('--control'),
      transitionLabelColor: token('--ink'),
    },
  });
  drawings += 1;
  const styled = source.startsWith('flowchart') ? `${source}\n${roleStyles()}` : source;
  const { svg } = await mermaid.render(`diagram-${String(drawings)}`, styled);
  const [, width = 800, height = 600] = /viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)/.exec(svg) ?? [];
  return { svg, width: Math.ceil(Number(width)), height: Math.ceil(Number(height)) };
};
