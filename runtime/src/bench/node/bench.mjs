// SPDX-License-Identifier: Apache-2.0

// The program `node --expose-gc bench.mjs FOLDER NAME WARM-UPS RUNS`, which measures the reference implementation as the Java program
// `dev.sluice.bench.Bench` measures this one, and prints the same lines.

// Runtimes of 2.x read device facts off `navigator`, which Node has from release 21 on.
globalThis.navigator ??= {};

const { benchmarkOf } = await import("./benchmarks.mjs");

const [folder, name, warmUps, runs] = process.argv.slice(2);
const benchmark = benchmarkOf(name, folder);

const print = (...values) => console.log(name, "reference", ...values);

/** A turn lets go of what finished promises still hold. */
async function liveHeap() {
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve) => setImmediate(resolve));
    globalThis.gc();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

for (let run = 1; run <= Number(warmUps) + Number(runs); run++) {
  await benchmark.prepare();
  globalThis.gc();
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  await benchmark.run();
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  const { user, system } = process.cpuUsage(cpu);
  const cpuMs = (user + system) / 1e3;
  if (run === 1 || run > Number(warmUps)) {
    print(run === 1 ? "cold" : "run", ms.toFixed(1), cpuMs.toFixed(1), benchmark.count);
  }
}
print("state", benchmark.digest());
if (benchmark.letServiceGo()) {
  const held = await liveHeap();
  benchmark.clear();
  print("heap", held - (await liveHeap()));
}
process.exit(0);
