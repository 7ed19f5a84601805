// SPDX-License-Identifier: Apache-2.0

import { numberedEntries, requireEqual } from "./support.mjs";

/**
 * A container is created detached, filled, attached; another process loads it and reads the same.
 *
 * @param {import("./support.mjs").Context} context
 */
export async function createAndLoad({ settings, start, check }) {
  // Not only ASCII: content crosses base64, JSON and git objects on its way.
  const entries = { ...numberedEntries("initial-", 20), "clé/ключ %2F": "значение ✓ \u2028 𝄞", empty: "" };
  const text = "Здравствуй, мир";
  const first = await start("first", settings.first);
  const { documentId, hasText } = await check("a detached container with content is attached", () =>
    first.do("create", { entries, text }),
  );
  const expected = { entries, text: hasText ? text : undefined };

  const second = await start("second", settings.second);
  await check("a second process reads the initial content", async () => {
    await second.do("load", { documentId });
    requireEqual("content in the second process", withoutAbsent(await second.do("read")), withoutAbsent(expected));
  });
  await check("both containers connect", () => Promise.all([first.do("awaitConnected"), second.do("awaitConnected")]));
  await check("an edit of the second process reaches the creator", async () => {
    await second.do("write", { entries: { later: "edit" } });
    await first.do("awaitEntries", { entries: { later: "edit" } });
  });
  await check("a document that does not exist is refused", async () => {
    const third = await start("third", settings.second);
    const refused = await third.do("load", { documentId: "no-such-document" }).then(
      () => false,
      (error) => error.name === "ClientError",
    );
    requireEqual("load of an unknown document refused", refused, true);
  });
}

/** IPC drops absent members; so does the expectation. */
function withoutAbsent(content) {
  return JSON.parse(JSON.stringify(content));
}
