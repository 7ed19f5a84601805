// SPDX-License-Identifier: Apache-2.0

import { parseArgs } from "node:util";

export const generations = ["v2", "v3", "internal3"];
export const clients = ["tinylicious", "azure-local", "azure-remote"];

/** The secret the insecure token provider of the tinylicious driver signs with. */
const insecureSecret = "12345";

/**
 * Where and as whom one client process connects. Plain data: it crosses process boundaries.
 *
 * @typedef {object} ClientSettings
 * @property {"v2" | "v3" | "internal3"} generation client packages to use
 * @property {"tinylicious" | "azure-local" | "azure-remote"} client kind of client
 * @property {"service" | "loader"} level service client, or bare loader with the suite's own container code
 * @property {string} url base of the server, without a trailing slash
 * @property {string} tenant tenant id in paths and tokens
 * @property {string} key tenant secret, signs tokens
 * @property {"1" | "2"} compatibilityMode oldest major version of the runtime that new documents must suit
 * @property {"playground"} [board] what documents hold, if not the suite's own board
 * @property {boolean} withText whether new documents hold a text, which not every generation can
 */

/**
 * @typedef {object} RunSettings
 * @property {ClientSettings} first
 * @property {ClientSettings} second as `first`, except in mixed runs
 * @property {ClientSettings | undefined} otherTenant the second `--tenant` and `--key`, if given
 * @property {string} scenario
 * @property {boolean} withRestart
 * @property {number} deadlineMs limit of every single wait
 */

const options = /** @type {const} */ ({
  generation: { type: "string" },
  creator: { type: "string" },
  editor: { type: "string" },
  client: { type: "string", default: "tinylicious" },
  level: { type: "string" },
  compatibility: { type: "string" },
  url: { type: "string" },
  tenant: { type: "string", multiple: true },
  key: { type: "string", multiple: true },
  scenario: { type: "string", default: "all" },
  "with-restart": { type: "boolean", default: false },
  deadline: { type: "string", default: "60" },
});

/**
 * Reads the command line of a run in which every client is of one generation.
 *
 * @param {string[]} args
 * @returns {RunSettings}
 */
export function readRunSettings(args) {
  const { values } = parseArgs({ args, options });
  const base = common(values);
  const generation = oneOf("--generation", values.generation, generations);
  const first = clientSettings(values, generation, base, 0);
  const otherTenant = (values.tenant?.length ?? 0) > 1 ? clientSettings(values, generation, base, 1) : undefined;
  return { first, second: first, otherTenant, ...run(values) };
}

/**
 * Reads the command line of a run with two generations on one document.
 *
 * @param {string[]} args
 * @returns {RunSettings}
 */
export function readMixedSettings(args) {
  const { values } = parseArgs({ args, options });
  const base = common(values);
  const creator = oneOf("--creator", values.creator, generations);
  const editor = oneOf("--editor", values.editor, generations);
  if ([creator, editor].includes("v3") && [creator, editor].includes("internal3")) {
    throw new Error("v3 neither writes nor keeps documents that internal3 can open: its oldest partner is 2.0.0");
  }
  // Documents of one level have one layout. Only bare loaders exist in every generation; where both
  // sides have a service client, these are what an application would use.
  const level = values.level ?? (serves(creator, base.client) && serves(editor, base.client) ? "service" : "loader");
  const compatibility = values.compatibility ?? ([creator, editor].includes("internal3") ? "1" : "2");
  const agreed = { ...values, level, compatibility, withText: [creator, editor].every(writesText) };
  return {
    first: clientSettings(agreed, creator, base, 0),
    second: clientSettings(agreed, editor, base, 0),
    otherTenant: undefined,
    ...run(values),
  };
}

/** Whether the generation has a release of SharedString on the registry. */
function writesText(generation) {
  return generation !== "v3";
}

/** Whether the generation has a service client of this kind on the registry. */
function serves(generation, client) {
  return generation === "v2" || (generation === "internal3" && client === "tinylicious");
}

function common(values) {
  if (values.url === undefined) {
    throw new Error("--url is missing; expected the server's base, such as http://127.0.0.1:7070");
  }
  const url = new URL(values.url);
  if (!["127.0.0.1", "localhost", "[::1]"].includes(url.hostname)) {
    throw new Error(`--url names host ${url.hostname}; the suite talks to a loopback address only`);
  }
  return { url: url.origin, client: oneOf("--client", values.client, clients) };
}

function clientSettings(values, generation, { url, client }, index) {
  const fixedTenant = { tinylicious: "tinylicious", "azure-local": "local" }[client];
  const tenant = values.tenant?.[index] ?? fixedTenant;
  const key = values.key?.[index] ?? (fixedTenant === undefined ? undefined : insecureSecret);
  if (tenant === undefined || key === undefined) {
    throw new Error(`--client ${client} needs --tenant and --key`);
  }
  const level = values.level ?? (serves(generation, client) ? "service" : "loader");
  oneOf("--level", level, ["service", "loader"]);
  if (level === "service" && !serves(generation, client)) {
    throw new Error(`generation ${generation} has no service client for ${client}; use --level loader`);
  }
  const compatibilityMode = oneOf("--compatibility", values.compatibility ?? "2", ["1", "2"]);
  const withText = values.withText ?? writesText(generation);
  return { generation, client, level, url, tenant, key, compatibilityMode, withText };
}

function run(values) {
  const deadlineMs = Number(values.deadline) * 1000;
  if (!(deadlineMs > 0)) {
    throw new Error(`--deadline is ${values.deadline}; expected a positive number of seconds`);
  }
  return { scenario: values.scenario, withRestart: values["with-restart"], deadlineMs };
}

function oneOf(name, value, allowed) {
  if (!allowed.includes(value)) {
    throw new Error(`${name} is ${value}; expected one of ${allowed.join(", ")}`);
  }
  return value;
}
