// Bundles ts/ and css/ into one script, what it loads later, and one style sheet in ChatWeb/wwwroot/ (or the folder named first).
// --dev keeps the source maps and leaves the names readable.
import { copyFile, mkdir, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const dev = process.argv.includes("--dev");
const out = resolve(process.argv.slice(2).find((a) => !a.startsWith("--")) ?? join(here, "../ChatWeb/wwwroot"));

const shared = {
  bundle: true,
  minify: !dev,
  sourcemap: dev ? "linked" : false,
  legalComments: "none",
  logLevel: "warning",
  absWorkingDir: here,
};

/** The colours of code are loaded when they are needed, by a name that changes with what is in them. */
async function colours() {
  const { metafile } = await build({
    ...shared, entryPoints: ["ts/bodies/colours.ts"], outdir: out, entryNames: "[name]-[hash]", format: "esm", target: "es2022", metafile: true,
  });
  const file = Object.keys(metafile.outputs).find((name) => name.endsWith(".js"));
  return {
    name: "colours",
    setup: ({ onResolve }) =>
      onResolve({ filter: /\/colours$/ }, ({ kind }) => (kind === "dynamic-import" ? { path: `./${basename(file)}`, external: true } : undefined)),
  };
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
try {
  await Promise.all([
    build({ ...shared, entryPoints: ["ts/app.ts"], outfile: join(out, "app.js"), format: "esm", target: "es2022", plugins: [await colours()] }),
    build({
      ...shared,
      entryPoints: ["css/app.css"],
      outfile: join(out, "app.css"),
      loader: { ".woff2": "file" },
      assetNames: "fonts/[name]",
    }),
    copyFile(join(here, "images/favicon.svg"), join(out, "favicon.svg")),
  ]);
} catch (error) {
  // esbuild has printed what is wrong, with its place; a stack trace of the bundler adds nothing.
  if (!error.errors) console.error(error.message);
  process.exitCode = 1;
}
