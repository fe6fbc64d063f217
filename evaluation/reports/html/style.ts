import { raw } from "hono/html";

/** Follows the reader's choice of dark or light, and fits paper. */
export const STYLE = raw(`
:root { color-scheme: light dark; --text: #1b1f24; --dim: #59636e; --ground: #fff; --line: #d1d9e0;
  --good: #1a7f37; --bad: #cf222e; --first: #8250df; --second: #0969da; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --dim: #9198a1; --ground: #0d1117; --line: #3d444d;
  --good: #3fb950; --bad: #f85149; --first: #ab7df8; --second: #4493f8; } }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: var(--text); background: var(--ground);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; border-bottom: 1px solid var(--line); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; } dt { color: var(--dim); } dd { margin: 0; }
table { margin: 1rem 0; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .2rem .8rem .2rem 0; border-bottom: 1px solid var(--line); text-align: right; font-weight: normal; }
th { color: var(--dim); } th:first-child, td:first-child { text-align: left; }
.gate { padding: .5rem 1rem; border-left: .3rem solid var(--line); } .open { border-color: var(--good); }
.closed { border-color: var(--bad); } .gate ul { list-style: none; padding: 0; margin: .3rem 0; }
.passed::before { content: "✓ "; color: var(--good); } .failed::before { content: "✗ "; color: var(--bad); }
details { border-bottom: 1px solid var(--line); padding: .3rem 0; } summary { cursor: pointer; overflow-wrap: anywhere; }
.quote { margin: .2rem 0 .6rem; padding-left: .8rem; border-left: 2px solid var(--line); white-space: pre-wrap;
  overflow-wrap: anywhere; unicode-bidi: isolate; }
.dim { color: var(--dim); } .broken, .wrong { color: var(--bad); } .fixed { color: var(--good); }
figure { margin: 1rem 0; overflow-x: auto; } figcaption { color: var(--dim); }
svg { max-width: 100%; height: auto; font: 12px system-ui, sans-serif; fill: var(--text); }
svg .axis { stroke: var(--line); fill: none; } svg .dim { fill: var(--dim); } svg .bound { stroke: var(--bad); }
svg .first { stroke: var(--first); fill: var(--first); } svg .second { stroke: var(--second); fill: var(--second); }
svg .line { fill: none; stroke-width: 2; } svg .cell { fill: var(--second); }
svg text.first, svg text.second { stroke: none; }
@media print { details { break-inside: avoid; } }
`);
