// Loaded before a Node.js server whose memory is measured (node --expose-gc --require). On SIGUSR2 it collects all
// garbage and writes the bytes still in use into the file "heap" of the working folder. Until then it does nothing.
"use strict";

const fs = require("node:fs");

process.on("SIGUSR2", () => {
	globalThis.gc();
	const { heapUsed, external } = process.memoryUsage();
	fs.writeFileSync("heap.part", String(heapUsed + external));
	fs.renameSync("heap.part", "heap");
});
