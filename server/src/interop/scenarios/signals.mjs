// SPDX-License-Identifier: Apache-2.0

import { openPair, requireEqual } from "./support.mjs";

/**
 * Signals reach the other process and their sender, in order, each once; targeted ones only their target.
 *
 * @param {import("./support.mjs").Context} context
 */
export async function signals(context) {
  const { settings, check } = context;
  const { first, second } = await openPair(context);
  for (const [name, from, to] of [
    ["first to second", first, second],
    ["second to first", second, first],
  ]) {
    await check(`a signal goes from ${name}, and back to its sender`, async () => {
      await from.do("signal", { type: "greeting", content: name });
      const there = await to.do("awaitSignal", { type: "greeting", content: name });
      const here = await from.do("awaitSignal", { type: "greeting", content: name });
      requireEqual("times received", [there.count, here.count], [1, 1]);
    });
  }
  await check("signals of one sender keep their order", async () => {
    const sent = Array.from({ length: 50 }, (_, index) => index);
    await Promise.all(sent.map((content) => first.do("signal", { type: "count", content })));
    await second.do("awaitSignal", { type: "count", content: sent.at(-1) });
    const received = (await second.do("signals")).filter(({ type }) => type === "count");
    requireEqual(
      "order",
      received.map(({ content }) => content),
      sent,
    );
  });
  if (settings.first.generation !== "internal3" && settings.second.generation !== "internal3") {
    await targeted(context, first, second);
  }
  const havePresence = await Promise.all([first, second].map((client) => client.do("hasPresence")));
  if (havePresence.every(Boolean)) {
    await check("each process sees the other's presence", async () => {
      const [one, other] = await Promise.all([first.do("startPresence"), second.do("startPresence")]);
      await first.do("awaitAttendee", { attendeeId: other.self });
      await second.do("awaitAttendee", { attendeeId: one.self });
    });
  }
}

async function targeted({ check }, first, second) {
  await check("a targeted signal reaches its target alone", async () => {
    const { clientId: target } = await second.do("awaitConnected");
    await first.do("signal", { type: "private", content: "for the second", target });
    // The service keeps the order of one sender: whoever has the second signal would have had the first.
    await first.do("signal", { type: "public", content: "for all" });
    await second.do("awaitSignal", { type: "private", content: "for the second" });
    await first.do("awaitSignal", { type: "public", content: "for all" });
    const leaked = (await first.do("signals")).filter(({ type }) => type === "private");
    requireEqual("private signals at their sender", leaked, []);
  });
}
