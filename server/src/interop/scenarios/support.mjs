// SPDX-License-Identifier: Apache-2.0

import { isDeepStrictEqual } from "node:util";

import { ServiceLog } from "../shared/service-log.mjs";

/**
 * What a scenario works with.
 *
 * @typedef {object} Context
 * @property {import("../shared/settings.mjs").RunSettings} settings
 * @property {(statement: string, verify: () => Promise<any>) => Promise<any>} check reports one line
 * @property {(name: string, settings?: import("../shared/settings.mjs").ClientSettings) => Promise<import("../shared/client-handle.mjs").ClientHandle>} start
 *   starts a client process, by default with the settings of the first client
 */

/**
 * @param {string} prefix
 * @param {number} count
 * @returns {Record<string, string>} entries whose values are unique in the document, and no part of one another
 */
export function numberedEntries(prefix, count) {
  const names = Array.from({ length: count }, (_, index) => `${prefix}${String(index + 1).padStart(5, "0")}`);
  return Object.fromEntries(names.map((name) => [name, `${name}.`]));
}

/** Fails unless both are equal; names the keys that differ rather than printing all. */
export function requireEqual(what, found, expected) {
  if (isDeepStrictEqual(found, expected)) {
    return;
  }
  if (typeof found === "object" && typeof expected === "object" && found !== null && expected !== null) {
    const keys = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
    const differing = keys.filter((key) => !isDeepStrictEqual(found[key], expected[key]));
    const shown = differing.slice(0, 5).map((key) => `${key}: ${short(found[key])}, expected ${short(expected[key])}`);
    throw new Error(`${what} differs in ${differing.length} of ${keys.length} keys: ${shown.join("; ")}`);
  }
  throw new Error(`${what} is ${short(found)}; expected ${short(expected)}`);
}

export function require(condition, message) {
  if (!condition) {
    throw new Error(message);
  }
}

/**
 * Two client processes on one new document, both connected.
 *
 * @param {Context} context
 * @param {{ entries?: Record<string, string>, text?: string }} [content] of the new document
 */
export async function openPair({ settings, start }, content = {}) {
  const [first, second] = await Promise.all([start("first", settings.first), start("second", settings.second)]);
  const { documentId, hasText } = await first.do("create", content);
  await first.do("awaitConnected");
  await second.do("load", { documentId });
  await second.do("awaitConnected");
  return { first, second, documentId, hasText, log: new ServiceLog(settings.first, documentId) };
}

/** Waits until every client has its edits acknowledged and all of them have applied the same ops. */
export async function settle(clients) {
  await Promise.all(clients.map((client) => client.do("awaitSaved")));
  const progress = await Promise.all(clients.map((client) => client.do("progress")));
  const sequenceNumber = Math.max(...progress.map(({ lastOp }) => lastOp));
  await Promise.all(clients.map((client) => client.do("awaitSequenceNumber", { sequenceNumber })));
}

function short(value) {
  const text = JSON.stringify(value) ?? "absent";
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
