/** The page's only style sheet. It loads nothing and uses system fonts. */
export const DOCS_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --panel: #f5f7fa; --text: #1a212c; --quiet: #515c6b; --line: #d9dfe7;
  --accent: #0b57a4; --code: #eef1f5; --mark: #fff3cd;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10141a; --panel: #171d26; --text: #e3e8ef; --quiet: #a3afbf; --line: #2b3543;
    --accent: #85bbff; --code: #1d2530; --mark: #3b3212;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 16px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--ground); border: 2px solid var(--accent); z-index: 1; }
.layout { display: grid; grid-template-columns: 17rem minmax(0, 1fr); max-width: 84rem; margin: 0 auto; }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 2rem 1.25rem; border-right: 1px solid var(--line); }
nav .brand { font-weight: 700; font-size: 1.15rem; margin: 0 0 1rem; }
nav h2 { font-size: .75rem; letter-spacing: .06em; text-transform: uppercase; color: var(--quiet); margin: 1.4rem 0 .35rem; border: 0; padding: 0; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li a { display: flex; gap: .5rem; align-items: baseline; padding: .18rem .4rem; border-radius: 5px; color: var(--text); font-size: .92rem; }
nav li a:hover { background: var(--panel); }
nav .method { min-width: 3.1rem; font-size: .62rem; padding: .05rem .3rem; }
main { padding: 2.5rem 2.5rem 6rem; }
h1 { font-size: 2.1rem; line-height: 1.2; margin: 0 0 .3rem; }
h2 { font-size: 1.5rem; margin: 3.2rem 0 .4rem; padding-top: 1.2rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.15rem; margin: 0 0 .4rem; }
section > h3:not(:first-child) { margin-top: 2.4rem; }
h4 { font-size: .95rem; margin: 1.4rem 0 .4rem; }
p { margin: .4rem 0 .8rem; max-width: 46rem; }
.lead { font-size: 1.1rem; color: var(--quiet); }
a { color: var(--accent); text-underline-offset: .15em; }
nav a, a.anchor { text-decoration: none; }
a.anchor { color: inherit; }
a.anchor:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
:target { background: var(--mark); }
section.card { border: 1px solid var(--line); border-radius: 10px; padding: 1.4rem 1.5rem; margin: 1.2rem 0; background: var(--panel); }
section.card:target { border-color: var(--accent); background: var(--panel); }
code, pre { font-family: var(--mono); font-size: .86em; }
code { background: var(--code); padding: .1em .32em; border-radius: 4px; overflow-wrap: break-word; }
pre { margin: 0; padding: .9rem 1rem; background: var(--code); border-radius: 8px; line-height: 1.5; }
pre code { background: none; padding: 0; font-size: .84rem; overflow-wrap: normal; }
.route { font-size: 1.02rem; }
.route > code { background: none; font-weight: 600; }
.scope { color: var(--quiet); font-size: .9rem; margin-left: .5rem; }
.method { display: inline-block; text-align: center; font: 700 .72rem/1.5 var(--mono); color: #ffffff; padding: .1rem .5rem; border-radius: 5px; }
.method.get { background: #0b57a4; } .method.post { background: #12693a; }
.method.put { background: #835000; } .method.patch { background: #6a3d9a; } .method.delete { background: #ae231c; }
.status { font: 600 .9rem var(--mono); }
.required { color: var(--quiet); font-size: .78rem; font-weight: 400; margin-left: .3rem; }
.bounds { color: var(--quiet); font-size: .86rem; }
.scroll { overflow-x: auto; border-radius: 8px; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem .8rem .5rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--quiet); font-size: .8rem; font-weight: 600; }
tbody th { font-weight: 500; white-space: nowrap; }
ul.plain { list-style: none; margin: 0; padding: 0; }
details { margin-top: .9rem; }
summary { cursor: pointer; color: var(--accent); margin-bottom: .5rem; }
abbr { text-decoration: none; }
@media (max-width: 60rem) {
  .layout { grid-template-columns: minmax(0, 1fr); }
  nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); padding-bottom: 1rem; }
  main { padding: 1.5rem 1.25rem 4rem; }
  table { min-width: 38rem; }
}
@media print { nav { display: none; } .layout { display: block; } section.card { break-inside: avoid-page; } }
`;
