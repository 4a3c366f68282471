// Builds the page into ../assets, which the binary embeds. Same sources, same bytes: versions are pinned,
// names of parts are hashes of their content. `node build.mjs --check` fails when ../assets is stale.
import { build } from "esbuild";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const here = import.meta.dirname;
const assets = join(here, "../assets");
const LIMIT = 150 * 1024;

const result = await build({
  absWorkingDir: here,
  entryPoints: { page: "src/main.tsx", style: "style/page.css" },
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  target: ["es2022", "chrome120", "firefox120", "safari17.4"],
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  chunkNames: "part-[hash]",
  outdir: assets,
  write: false,
  metafile: true,
  logLevel: "warning",
});

const files = new Map(result.outputFiles.map((file) => [file.path.slice(assets.length + 1), file.contents]));
files.set("index.html", readFileSync(join(here, "index.html")));
files.set("icon.svg", readFileSync(join(here, "icon.svg")));
files.set("LICENSES.txt", Buffer.from(licences()));

// What the browser loads before it shows anything: the entry and all that it imports at once.
const initial = new Set(["page.js"]);
for (const name of initial) {
  const output = Object.entries(result.metafile.outputs).find(([path]) => path.endsWith(`/${name}`));
  for (const part of output[1].imports) {
    if (part.kind === "import-statement") initial.add(part.path.split("/").pop());
  }
}
const size = [...initial].reduce((sum, name) => sum + gzipSync(files.get(name)).length, 0);
console.log(`initial JavaScript: ${(size / 1024).toFixed(1)} KB gzipped in ${initial.size} files`);
for (const [name, bytes] of files) {
  console.log(`  ${name}: ${bytes.length} bytes, ${gzipSync(bytes).length} gzipped`);
}
if (size > LIMIT) {
  console.error("the page loads more than 150 KB of JavaScript before it shows anything");
  process.exit(1);
}

if (process.argv.includes("--check")) {
  const built = existsSync(assets) ? readdirSync(assets).filter((name) => !name.endsWith(".rs")) : [];
  const stale = new Set([...built, ...files.keys()]);
  for (const name of [...stale]) {
    const same = files.has(name) && built.includes(name) &&
      Buffer.compare(readFileSync(join(assets, name)), Buffer.from(files.get(name))) === 0;
    if (same) stale.delete(name);
  }
  if (stale.size > 0) {
    console.error(`stale: ${[...stale].join(", ")} in src/web/assets; run src/web/page/build and commit what it writes`);
    process.exit(1);
  }
} else {
  mkdirSync(assets, { recursive: true });
  for (const name of readdirSync(assets)) {
    if (!name.endsWith(".rs")) rmSync(join(assets, name));
  }
  for (const [name, bytes] of files) writeFileSync(join(assets, name), bytes);
}

// The licences of what is inside the bundle, as they ask for.
function licences() {
  const packages = new Set();
  for (const input of Object.keys(result.metafile.inputs)) {
    const match = input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/);
    if (match) packages.add(input.slice(0, match.index) + match[0]);
  }
  const texts = [...packages].sort().map((folder) => {
    const path = join(here, folder);
    const own = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
    const file = readdirSync(path).find((name) => /^licen[cs]e/i.test(name));
    const text = file ? readFileSync(join(path, file), "utf8").trim() : own.license;
    return `${own.name} ${own.version} (${own.license})\n\n${text}\n`;
  });
  return `The page contains these packages.\n\n${texts.join("\n" + "-".repeat(72) + "\n\n")}`;
}
