// SPDX-License-Identifier: Apache-2.0

import { createHash } from "node:crypto";

import { openPair, requireEqual, settle } from "./support.mjs";

/**
 * Attachment blobs: uploaded in one process, downloaded in another, equal bytes stored once.
 *
 * @param {import("./support.mjs").Context} context
 */
export async function blobs(context) {
  const { start, settings, check } = context;
  const { first, second, documentId, log } = await openPair(context);
  // Every byte value, so that a text conversion on the way would show; large enough for several frames.
  const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 31 + (index >> 8)) & 0xff));
  const base64 = bytes.toString("base64");
  const sha = gitBlobSha(bytes);

  await check("a blob uploaded in one process is downloaded in the other", async () => {
    await first.do("uploadBlob", { key: "blob-one", base64 });
    const received = await second.do("downloadBlob", { key: "blob-one" });
    requireEqual("sha of the bytes", gitBlobSha(Buffer.from(received.base64, "base64")), sha);
  });
  await check("the blob is stored under its git sha", async () => {
    requireEqual("sha of the stored bytes", gitBlobSha(await log.blob(sha)), sha);
  });
  await check("the same bytes uploaded again, here and there, are stored once", async () => {
    await first.do("uploadBlob", { key: "blob-two", base64 });
    await second.do("uploadBlob", { key: "blob-three", base64 });
    await settle([first, second]);
    const ids = (await log.ops())
      .filter(({ metadata }) => metadata?.blobId !== undefined)
      .map(({ metadata }) => metadata.blobId);
    requireEqual("storage ids in the op log", [...new Set(ids)], [sha]);
    for (const [client, key] of [
      [second, "blob-two"],
      [first, "blob-three"],
    ]) {
      requireEqual(`bytes of ${key}`, (await client.do("downloadBlob", { key })).base64, base64);
    }
  });
  await check("an empty blob survives", async () => {
    await second.do("uploadBlob", { key: "blob-empty", base64: "" });
    requireEqual("bytes", (await first.do("downloadBlob", { key: "blob-empty" })).base64, "");
  });
  await check("a process that loads later downloads them all", async () => {
    const third = await start("third", settings.second);
    await third.do("load", { documentId });
    for (const key of ["blob-one", "blob-two", "blob-three"]) {
      requireEqual(`bytes of ${key}`, (await third.do("downloadBlob", { key })).base64, base64);
    }
  });
}

function gitBlobSha(bytes) {
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
