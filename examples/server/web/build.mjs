// Bundles src/ into dist/: index.html, and assets whose names carry a hash of their content, so that
// a server may let browsers keep them for ever. Nothing is inlined: the page runs under a CSP without
// 'unsafe-inline', and nothing is fetched from anywhere but the server itself.
import { build } from "esbuild";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(fileURLToPath(import.meta.url));
const dist = path.join(root, "dist");

const result = await build({
  absWorkingDir: root,
  entryPoints: {
    app: "src/main.ts",
    style: "src/style/style.css",
    icon: "src/icon.svg",
  },
  outdir: "dist/assets",
  entryNames: "[name]-[hash]",
  loader: { ".svg": "copy" },
  bundle: true,
  format: "esm",
  target: ["es2020", "chrome90", "firefox90", "safari15"],
  minify: true,
  legalComments: "none",
  metafile: true,
  write: false,
  logLevel: "warning",
});

const page = fillIn(await readFile(path.join(root, "src/index.html"), "utf8"));

// Only now: a failed build leaves the previous page in place.
await rm(dist, { recursive: true, force: true });
await mkdir(path.join(dist, "assets"), { recursive: true });
for (const file of result.outputFiles) await writeFile(file.path, file.contents);
await writeFile(path.join(dist, "index.html"), page);

for (const file of result.outputFiles) {
  console.log(`${path.relative(root, file.path)}  ${(file.contents.length / 1024).toFixed(1)} KiB`);
}

/** Puts the hashed names into the page: `{app.js}` becomes `/assets/app-3F2K….js`. */
function fillIn(template) {
  const names = result.outputFiles.map((file) => path.basename(file.path));
  return template.replace(/\{(\w+)\.(\w+)\}/g, (placeholder, name, extension) => {
    const found = names.find((each) => each.startsWith(`${name}-`) && each.endsWith(`.${extension}`));
    if (found === undefined) throw new Error(`src/index.html names ${placeholder}, which was not built`);
    return `/assets/${found}`;
  });
}
