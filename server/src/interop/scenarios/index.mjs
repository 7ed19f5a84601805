// SPDX-License-Identifier: Apache-2.0

import { ClientHandle } from "../shared/client-handle.mjs";
import { Report } from "../shared/report.mjs";
import { allLeft } from "./all-left.mjs";
import { blobs } from "./blobs.mjs";
import { concurrentEdits } from "./concurrent-edits.mjs";
import { createAndLoad } from "./create-and-load.mjs";
import { serverRestart } from "./server-restart.mjs";
import { signals } from "./signals.mjs";
import { summaries } from "./summaries.mjs";
import { tenants } from "./tenants.mjs";

const scenarios = {
  "create-and-load": createAndLoad,
  "concurrent-edits": concurrentEdits,
  signals,
  blobs,
  summaries,
  "all-left": allLeft,
  "server-restart": serverRestart,
  tenants,
};

/**
 * Runs the chosen scenarios one after the other and prints their checks.
 *
 * @param {import("../shared/settings.mjs").RunSettings} settings
 * @returns {Promise<number>} exit code
 */
export async function runScenarios(settings) {
  const report = new Report();
  for (const name of chosen(settings)) {
    const reason = obstacle(name, settings);
    if (reason === undefined) {
      await runOne(name, settings, report);
    } else {
      report.skip(name, reason);
    }
  }
  return report.close();
}

function chosen({ scenario }) {
  const names = scenario === "all" ? Object.keys(scenarios) : scenario.split(",");
  const unknown = names.filter((name) => !(name in scenarios));
  if (unknown.length > 0) {
    throw new Error(
      `--scenario names ${unknown.join(", ")}; expected all, or some of ${Object.keys(scenarios).join(", ")}`,
    );
  }
  return names;
}

/** Why a scenario cannot run with these settings, if it cannot. */
function obstacle(name, { scenario, first, otherTenant, withRestart }) {
  if (name === "tenants" && (first.client !== "azure-remote" || otherTenant === undefined)) {
    return "needs --client azure-remote and two pairs of --tenant and --key";
  }
  if (name === "server-restart" && scenario === "all" && !withRestart) {
    return "needs --with-restart and somebody who restarts the server";
  }
  return undefined;
}

async function runOne(name, settings, report) {
  /** @type {Promise<ClientHandle>[]} */
  const started = [];
  const context = {
    settings,
    check: (statement, verify) => report.check(name, statement, verify),
    start: (who, of = settings.first) => {
      const client = ClientHandle.start(who, of, settings.deadlineMs);
      started.push(client);
      return client;
    },
  };
  try {
    await report.scenario(name, () => scenarios[name](context));
  } finally {
    const settled = await Promise.allSettled(started);
    await Promise.all(settled.filter(({ value }) => value !== undefined).map(({ value }) => value.stop()));
  }
}
