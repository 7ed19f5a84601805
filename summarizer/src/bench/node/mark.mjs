// The reference implementation's mark of a graph file with names: `node mark.mjs PREFIX RUNS`. Beside the mark alone it measures
// a run from cached data, as its container runtime does it: the data of each store is copied and prefixed, all of it becomes one
// graph, and that is marked and copied for the next run. What a run does with the result afterwards is left out.
import { readFileSync } from "node:fs";
import { cloneGCData, runGarbageCollection } from "@fluidframework/container-runtime/internal/test/gc";
import { GCDataBuilder } from "@fluidframework/runtime-utils/internal";

const [prefix, runs] = [process.argv[2], Number(process.argv[3])];
const file = readFileSync(`${prefix}.slg`);
const nodes = Number(file.readBigUInt64LE(8));
const roots = file.readUInt32LE(24);
const reachable = Number(file.readBigUInt64LE(40));
const numbers = new Uint32Array(file.buffer.slice(file.byteOffset + 64, file.byteOffset + file.length));
const offsets = numbers.subarray(roots, roots + nodes + 1);
const targets = numbers.subarray(roots + nodes + 1);
const names = readFileSync(`${prefix}.names`, "utf8").split("\n");
const rootNames = [...numbers.subarray(0, roots)].map((root) => names[root]);
const routes = (node) => [...targets.subarray(offsets[node], offsets[node + 1])].map((target) => names[target]);

function measure(name, edges, run) {
  run();
  const times = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    const result = run();
    times.push(performance.now() - start);
    if (result.referencedNodeIds.length !== reachable) {
      throw new Error(`marked ${result.referencedNodeIds.length} nodes, expected ${reachable}`);
    }
  }
  times.sort((a, b) => a - b);
  const ms = times[runs >> 1];
  const rates = `Medges/s=${(edges / ms / 1e3).toFixed(2)} ns/node=${((ms * 1e6) / reachable).toFixed(2)}`;
  console.log(`RESULT ${name} n=${nodes} edges=${edges} ms=${ms.toFixed(3)} ${rates} bytes/node=0`);
}

const graph = {};
let walked = 0;
for (let node = 0; node < nodes; node++) {
  graph[names[node]] = routes(node);
}
for (const name of runGarbageCollection(graph, rootNames).referencedNodeIds) {
  walked += graph[name].length;
}
measure("reference-mark", walked, () => runGarbageCollection(graph, rootNames));

// Relative to its store, each store's data is what its cache holds.
const cached = new Map();
for (let node = 1; node < nodes; node++) {
  const [, store, channel] = names[node].split("/");
  if (channel === undefined) {
    cached.set(store, { gcNodes: { "/": graph[names[node]] } });
  } else {
    cached.get(store).gcNodes[`/${channel}`] = graph[names[node]];
  }
}
let kept;
measure("reference-full-run", walked, () => {
  const builder = new GCDataBuilder();
  for (const [store, data] of cached) {
    builder.prefixAndAddNodes(store, cloneGCData(data).gcNodes);
  }
  builder.addNode("/", graph["/"]);
  const data = builder.getGCData();
  const result = runGarbageCollection(data.gcNodes, rootNames);
  kept = cloneGCData(data);
  return result;
});
