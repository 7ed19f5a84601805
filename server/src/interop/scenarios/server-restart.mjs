// SPDX-License-Identifier: Apache-2.0

import { restartServer } from "../shared/server-restart.mjs";
import { requireContiguous, requireEachOnce } from "../shared/service-log.mjs";
import { numberedEntries, openPair, require, requireEqual, settle } from "./support.mjs";

/** How long the other side may take to kill the server and start it again. */
const restartDeadlineMs = 180_000;
const offlineEdits = 25;

/**
 * The server is killed under two writing containers and comes back. Edits are made in every phase: before,
 * in flight at the kill, at the moment the connection is lost, all through the outage, and after.
 *
 * @param {import("./support.mjs").Context} context
 */
export async function serverRestart(context) {
  const { settings, start, check } = context;
  const { first, second, documentId, log } = await openPair(context);
  const clients = { first, second };
  const expected = {};
  const each = (act) => Promise.all(Object.entries(clients).map(([name, client]) => act(name, client)));

  await each(async (name, client) => {
    await client.do("write", { entries: note(expected, numberedEntries(`${name}-before-`, 20)) });
  });
  await first.do("uploadBlob", { key: "blob", base64: "AAECAw==" });
  await settle([first, second]);
  await each(async (name, client) => {
    await client.do("writeOnDisconnect", {
      entries: note(expected, numberedEntries(`${name}-offline-`, offlineEdits)),
    });
    await client.do("startStream", { prefix: `${name}-stream-`, everyMs: 20 });
  });

  await check("the server was killed and started again", () => restartServer(restartDeadlineMs));
  await check("both containers noticed and reconnected", async () => {
    await each(async (_, client) => {
      await client.do("awaitDisconnects", { count: 1 });
      await client.do("awaitConnected");
    });
  });
  await each(async (name, client) => {
    const { count } = await client.do("stopStream");
    note(expected, numberedEntries(`${name}-stream-`, count));
    await client.do("write", { entries: note(expected, numberedEntries(`${name}-after-`, 20)) });
  });

  await check("every edit is acknowledged and both containers converge", async () => {
    await settle([first, second]);
    await each(async (name, client) => {
      await client.do("awaitEntries", { entries: expected });
      requireEqual(`content of the ${name} container`, (await client.do("read")).entries, expected);
      const { isDisposed, closedBy } = await client.do("progress");
      require(!isDisposed, `the ${name} container closed: ${closedBy}`);
    });
  });
  await check("each container applied every edit of the other once", async () => {
    for (const [author, reader] of [
      ["first", second],
      ["second", first],
    ]) {
      const counts = await reader.do("remoteSets", { prefix: `${author}-` });
      const once = Object.keys(expected)
        .filter((key) => key.startsWith(`${author}-`))
        .map((key) => [key, 1]);
      requireEqual(`times the edits of the ${author} were applied`, counts, Object.fromEntries(once));
    }
  });
  await check("the service keeps every edit once, without gaps", async () => {
    const ops = await log.ops();
    requireContiguous(ops);
    requireEachOnce(ops, Object.values(expected));
  });
  await check("a fresh process loads everything", async () => {
    const third = await start("third", settings.second);
    await third.do("load", { documentId });
    await third.do("awaitEntries", { entries: expected });
    requireEqual("blob", (await third.do("downloadBlob", { key: "blob" })).base64, "AAECAw==");
  });
}

function note(expected, entries) {
  Object.assign(expected, entries);
  return entries;
}
