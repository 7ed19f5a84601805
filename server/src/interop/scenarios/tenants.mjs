// SPDX-License-Identifier: Apache-2.0

import { createHash } from "node:crypto";

import { ServiceLog } from "../shared/service-log.mjs";
import { numberedEntries, require, requireEqual } from "./support.mjs";

/**
 * The relay service's own ways: session discovery, whole summaries, tenants apart from each other.
 *
 * @param {import("./support.mjs").Context} context
 */
export async function tenants({ settings, start, check }) {
  const { first: own, otherTenant: other } = settings;
  const entries = numberedEntries("own-", 10);
  const first = await start("first", own);
  const { documentId } = await check("a document is created in the first tenant", async () => {
    const created = await first.do("create", { entries });
    await first.do("awaitConnected");
    return created;
  });
  const secret = Buffer.from("a blob of the first tenant");
  await first.do("uploadBlob", { key: "blob", base64: secret.toString("base64") });
  await first.do("awaitSaved");

  await check("it is loaded by session discovery and a whole summary", async () => {
    const second = await start("second", own);
    await second.do("load", { documentId });
    await second.do("awaitConnected");
    await second.do("awaitEntries", { entries });
    for (const part of [`/documents/${own.tenant}/session/`, `/repos/${own.tenant}/git/summaries/`]) {
      const requests = await second.do("requests", { part });
      require(requests.length > 0, `no request for ${part} was sent`);
    }
    requireEqual("requests for single trees", await second.do("requests", { part: "/git/trees" }), []);
  });
  await check("a token signed with another key is refused", async () => {
    await requireRefused(start, { ...own, key: `${own.key}-wrong` }, documentId);
  });
  await check("the first tenant's document does not exist in the second tenant", async () => {
    await requireRefused(start, other, documentId);
  });
  await check("the second tenant has documents of its own", async () => {
    const content = numberedEntries("other-", 10);
    const creator = await start("creator in the second tenant", other);
    const created = await creator.do("create", { entries: content });
    const reader = await start("reader in the second tenant", other);
    await reader.do("load", created);
    await reader.do("awaitEntries", { entries: content });
    await requireNoBlob(other, created.documentId, secret);
    await requireRefused(start, own, created.documentId);
  });
}

/** A refusal is an answer: a load that only never ends does not count. */
async function requireRefused(start, settings, documentId) {
  const client = await start(`client of ${settings.tenant}`, settings);
  const outcome = await client.do("load", { documentId }).then(
    () => "loaded",
    (error) => (error.name === "ClientError" ? "refused" : error.message),
  );
  await client.stop();
  requireEqual("outcome of the load", outcome, "refused");
}

/** Storage is shared by content, access to it is not: a known sha opens nothing in another tenant. */
async function requireNoBlob(settings, documentId, bytes) {
  const sha = createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
  const outcome = await new ServiceLog(settings, documentId).blob(sha).then(
    () => "read",
    (error) => (error.message.includes("answered 40") ? "refused" : error.message),
  );
  requireEqual("read of the first tenant's blob by the second", outcome, "refused");
}
