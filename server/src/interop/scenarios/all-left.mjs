// SPDX-License-Identifier: Apache-2.0

import { numberedEntries, openPair, requireEqual, settle } from "./support.mjs";

/**
 * Everybody leaves; the document is then loaded by a process that starts from nothing.
 *
 * @param {import("./support.mjs").Context} context
 */
export async function allLeft(context) {
  const { settings, start, check } = context;
  const { first, second, documentId, log } = await openPair(context, { entries: { initial: "content" } });
  const entries = { ...numberedEntries("first-", 15), ...numberedEntries("second-", 15) };
  await first.do("write", { entries: numberedEntries("first-", 15) });
  await second.do("write", { entries: numberedEntries("second-", 15) });
  await settle([first, second]);

  await check("noClient is sequenced when all have left", async () => {
    await Promise.all([first.leave(), second.leave()]);
    const ops = await log.until(
      "a last op noClient",
      (found) => found.at(-1)?.type === "noClient",
      settings.deadlineMs,
    );
    const { sequenceNumber, minimumSequenceNumber, clientId } = ops.at(-1);
    requireEqual("minimum sequence number of noClient", minimumSequenceNumber, sequenceNumber);
    requireEqual("client of noClient", clientId, null);
  });
  for (const round of ["a process", "another process, after the first left again,"]) {
    await check(`${round} loads the whole content`, async () => {
      const later = await start("later", settings.second);
      await later.do("load", { documentId });
      await later.do("awaitConnected");
      await later.do("awaitEntries", { entries: { initial: "content", ...entries } });
      await later.do("write", { entries: { [round]: "was here" } });
      entries[round] = "was here";
      await later.do("awaitSaved");
      await later.leave();
      await log.until("a last op noClient", (found) => found.at(-1)?.type === "noClient", settings.deadlineMs);
    });
  }
}
