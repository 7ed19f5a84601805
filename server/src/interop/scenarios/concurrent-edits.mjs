// SPDX-License-Identifier: Apache-2.0

import { requireContiguous, requireEachOnce } from "../shared/service-log.mjs";
import { numberedEntries, openPair, require, requireEqual, settle } from "./support.mjs";

const edits = 60;

/**
 * Two processes edit at the same time, on their own keys, on common keys and in one text.
 *
 * @param {import("./support.mjs").Context} context
 */
export async function concurrentEdits(context) {
  const { settings, check } = context;
  const { first, second, log, hasText } = await openPair(context, { text: "|" });
  const firstEntries = numberedEntries("first-", edits);
  const secondEntries = numberedEntries("second-", edits);
  const contested = (who) =>
    Object.fromEntries(Array.from({ length: edits }, (_, i) => [`common-${i % 7}`, `${who} ${i}`]));

  await check("edits made at the same time all arrive", async () => {
    await Promise.all([
      first.do("write", { entries: firstEntries }),
      second.do("write", { entries: secondEntries }),
      first.do("write", { entries: contested("first") }),
      second.do("write", { entries: contested("second") }),
      ...(hasText
        ? [first.do("type", { at: 0, text: "abcdefgh" }), second.do("type", { at: 1, text: "12345678" })]
        : []),
    ]);
    await settle([first, second]);
    await Promise.all([
      first.do("awaitEntries", { entries: secondEntries }),
      second.do("awaitEntries", { entries: firstEntries }),
    ]);
  });
  await check("both processes hold the same content", async () => {
    const [one, other] = await Promise.all([first.do("read"), second.do("read")]);
    requireEqual("content of the second process", other, one);
    require(!hasText || one.text.length === 17, `text has ${one.text?.length} characters; expected 17`);
  });
  await check("a batch of many edits arrives whole", async () => {
    const batch = numberedEntries("batch-", 50);
    await first.do("writeAtOnce", { entries: batch });
    await second.do("awaitEntries", { entries: batch });
  });
  await check("an edit of 200,000 characters arrives", async () => {
    const large = { large: "ж".repeat(200_000) };
    await second.do("write", { entries: large });
    await first.do("awaitEntries", { entries: large });
  });
  await check("the service keeps every op once, without gaps", async () => {
    const tokens = [...Object.values(firstEntries), ...Object.values(secondEntries)];
    const ops = await log.until(
      "all edits",
      (found) => tokens.every((t) => found.some((op) => String(op.contents).includes(t))),
      settings.deadlineMs,
    );
    requireContiguous(ops);
    requireEachOnce(ops, tokens);
  });
}
