// Bundles dashboard/ for browsers: index.html and assets/, whose names contain a hash of their content. Part of
// `npm run build`. Run directly, it writes to dist/dashboard; with --watch, again after each change.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, context } from "esbuild";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const source = path.join(root, "dashboard");
/** The service serves the dashboard under this path. */
const PUBLIC_PATH = "/app/assets/";

const OPTIONS = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  metafile: true,
  target: ["chrome120", "firefox121", "safari17"],
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  publicPath: PUBLIC_PATH,
  legalComments: "none",
  logLevel: "warning",
};

/** Writes the dashboard to `target`, which appears only when it is complete. */
export async function buildDashboard(target) {
  const building = `${target}.building-${process.pid}`;
  rmSync(building, { recursive: true, force: true });
  mkdirSync(building, { recursive: true });
  try {
    const [app, theme] = await Promise.all([build(appOptions(building)), build(themeOptions(building))]);
    writePage(building, app.metafile, theme.metafile);
    rmSync(target, { recursive: true, force: true });
    renameSync(building, target);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

/** Each page is a separate chunk, which is loaded when the page is opened. All styles are one file. */
function appOptions(target) {
  return {
    ...OPTIONS,
    entryPoints: [path.join(source, "app.tsx")],
    outdir: path.join(target, "assets"),
    format: "esm",
    splitting: true,
    jsx: "automatic",
    jsxImportSource: "preact",
  };
}

/** Runs before the page is painted, so it is not a module. */
function themeOptions(target) {
  return {
    ...OPTIONS,
    entryPoints: [path.join(source, "theme-before-paint.ts")],
    outdir: path.join(target, "assets"),
    format: "iife",
  };
}

function writePage(target, app, theme) {
  const [script, output] = entryOf(app);
  const names = { script, style: path.basename(output.cssBundle), theme: entryOf(theme)[0] };
  const page = readFileSync(path.join(source, "index.html"), "utf8")
    .replaceAll(/\{\{(\w+)\}\}/g, (_, name) => PUBLIC_PATH + names[name])
    .replace("</head>", (end) => preloads(app, output).join("") + end);
  writeFileSync(path.join(target, "index.html"), page);
}

/** Everything that the script imports, so that the browser need not discover it file by file. */
function preloads({ outputs }, entry, found = new Set()) {
  for (const { path: file, kind } of entry.imports) {
    if (kind !== "import-statement" || found.has(file)) continue;
    found.add(file);
    preloads({ outputs }, outputs[file], found);
  }
  return [...found].map((file) => `<link rel="modulepreload" href="${PUBLIC_PATH}${path.basename(file)}">\n`);
}

function entryOf({ outputs }) {
  const [file, output] = Object.entries(outputs).find(
    ([name, { entryPoint }]) => entryPoint !== undefined && /(app|theme-before-paint)-\w+\.js$/.test(name),
  );
  return [path.basename(file), output];
}

async function watch(target) {
  const rebuild = {
    name: "rebuild",
    setup: ({ onEnd }) =>
      onEnd(async ({ errors }) => {
        if (errors.length > 0) return;
        await buildDashboard(target);
        console.log(`${new Date().toLocaleTimeString()} built ${path.relative(root, target)}`);
      }),
  };
  const options = { ...appOptions(path.join(root, ".cache")), write: false, plugins: [rebuild] };
  await (await context(options)).watch();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const target = path.join(root, "dist", "dashboard");
  await (process.argv.includes("--watch") ? watch(target) : buildDashboard(target));
}
