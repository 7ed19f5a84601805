// SPDX-License-Identifier: Apache-2.0

import { ackedSummaries } from "../shared/service-log.mjs";
import { numberedEntries, openPair, require, requireEqual, settle } from "./support.mjs";

const wantedAcks = 3;

/** Edits per summary. Service clients summarize after a hundred ops, and their heuristic cannot be set. */
const editsPerSummary = { service: 120, loader: 30 };

/**
 * The clients' own summarizer runs until three summaries are acked; a fresh process then begins at the newest.
 *
 * @param {import("./support.mjs").Context} context
 */
export async function summaries(context) {
  const { settings, start, check } = context;
  const { first, second, documentId, log } = await openPair(context, { text: "summarized" });
  const expected = {};
  for (let round = 1; round <= wantedAcks; round += 1) {
    await check(`summary ${round} is acked`, async () => {
      const entries = numberedEntries(`round-${round}-`, editsPerSummary[settings.first.level]);
      Object.assign(expected, entries);
      await first.do("write", { entries });
      await second.do("awaitSummaryAcks", { count: round });
    });
    // Deleting in between makes the next summary differ from a mere longer one.
    const removed = `round-${round}-00001`;
    await first.do("remove", { keys: [removed] });
    delete expected[removed];
  }
  await first.do("uploadBlob", { key: "blob", base64: "AAECAw==" });
  await settle([first, second]);

  const third = await start("third", settings.second);
  await check("a fresh process loads everything", async () => {
    await third.do("load", { documentId });
    await third.do("awaitConnected");
    await settle([first, second, third]);
    const { entries } = await third.do("read");
    requireEqual("content of the fresh process", entries, expected);
    requireEqual("content of the second process", (await second.do("read")).entries, expected);
    requireEqual("blob in the fresh process", (await third.do("downloadBlob", { key: "blob" })).base64, "AAECAw==");
  });
  await check("the fresh process began at an acked summary", async () => {
    const acked = ackedSummaries(await log.ops());
    require(acked.length >= wantedAcks, `op log holds ${acked.length} acks; expected ${wantedAcks} or more`);
    const { base, firstOp } = await third.do("progress");
    const oldest = acked[wantedAcks - 1].base;
    require(base >= oldest, `the fresh process began at ${base}; the third acked summary is at ${oldest}`);
    require(acked.some(
      (summary) => summary.base === base,
    ), `no acked summary is at ${base}, where the fresh process began`);
    // Ops applied while the container loaded came before its listeners: the first one seen may be a later one.
    require(
      firstOp === undefined || firstOp > base,
      `the fresh process applied op ${firstOp} again, which is in its summary at ${base}`,
    );
  });
  await check("the fresh process asked for ops above its base only", async () => {
    const { base, opsAskedFrom } = await third.do("progress");
    // Drivers of internal.3 ask for ops from 0 while the summary is still on its way.
    const early = settings.second.generation === "internal3" ? opsAskedFrom.filter((from) => from !== 0) : opsAskedFrom;
    require(early.every((from) => from >= base), `ops asked from ${opsAskedFrom.join(", ")}; expected ${base} or more`);
  });
  await check("edits after the summaries still converge", async () => {
    await third.do("write", { entries: { last: "edit" } });
    await Promise.all([first, second].map((client) => client.do("awaitEntries", { entries: { last: "edit" } })));
  });
}
