// SPDX-License-Identifier: Apache-2.0
// Writes the page, ready to be served, to samples/target/web.

import { cp, mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const from = fileURLToPath(new URL("page/", import.meta.url));
const to = fileURLToPath(new URL("../../target/web/", import.meta.url));

await rm(to, { recursive: true, force: true });
await mkdir(to, { recursive: true });
await build({
  entryPoints: [`${from}main.ts`],
  outfile: `${to}main.js`,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  sourcemap: true,
  legalComments: "linked",
  logLevel: "warning",
});
for (const file of ["index.html", "style.css"]) {
  await cp(from + file, to + file);
}
