/** The robot of an agent, with its glow, where its pill begins. Decoration: the pill and the node have the name. */
export const AgentRobot = ({ x, y }: { readonly x: number; readonly y: number }) => (
  <g transform={`translate(${String(x)} ${String(y)})`}>
    <g className="agent-halo">
      <circle r={15} className="fill-agent blur-[6px]" />
    </g>
    <circle r={15} strokeWidth={1.5} className="fill-agent-soft stroke-agent" />
    <g fill="none" strokeWidth={1.6} strokeLinecap="round" strokeLinejoin="round" className="stroke-agent">
      <path d="M0,-9.5V-6" />
      <circle cy={-10} r={1} className="fill-agent" />
      <rect x={-7.5} y={-6} width={15} height={11.5} rx={3.5} />
      <path d="M-10.5,-1.5V1.5M10.5,-1.5V1.5" />
      <path d="M-3,2.5H3" />
    </g>
    <circle cx={-3} cy={-1.5} r={1.5} className="fill-agent" />
    <circle cx={3} cy={-1.5} r={1.5} className="fill-agent" />
  </g>
);
