// SPDX-License-Identifier: Apache-2.0

import { signToken } from "./tokens.mjs";
import { poll } from "./waiting.mjs";

/** Ops in one request; the relay service answers no more. */
const pageSize = 2000;

/**
 * A document's ops as the service keeps them, read by plain REST. Shows what no client can: whether the
 * service kept every op exactly once.
 */
export class ServiceLog {
  #settings;
  #documentId;

  /** @param {import("./settings.mjs").ClientSettings} settings */
  constructor(settings, documentId) {
    this.#settings = settings;
    this.#documentId = documentId;
  }

  /** @returns {Promise<any[]>} every op the service still has, oldest first */
  async ops() {
    const ops = [];
    for (;;) {
      const from = ops.at(-1)?.sequenceNumber ?? 0;
      const page = await this.#page(from);
      if (page.length === 0) {
        return ops;
      }
      ops.push(...page);
    }
  }

  async #page(from) {
    const { url, tenant } = this.#settings;
    const path = [tenant, this.#documentId].map(encodeURIComponent).join("/");
    const response = await fetch(`${url}/deltas/${path}?from=${from}&to=${from + pageSize + 1}`, {
      headers: { Authorization: `Basic ${signToken(this.#settings, this.#documentId)}` },
    });
    if (!response.ok) {
      throw new Error(`GET deltas from ${from} answered ${response.status}: ${await response.text()}`);
    }
    return response.json();
  }

  /** Waits until the log satisfies a condition and returns it. */
  async until(what, satisfies, ms) {
    return poll(`in the op log: ${what}`, () => this.ops(), satisfies, ms);
  }

  /** @returns {Promise<Buffer>} bytes of a stored blob */
  async blob(sha) {
    const { url, tenant } = this.#settings;
    const credentials = Buffer.from(`${tenant}:${signToken(this.#settings, this.#documentId)}`).toString("base64");
    const response = await fetch(`${url}/repos/${encodeURIComponent(tenant)}/git/blobs/${sha}`, {
      headers: { Authorization: `Basic ${credentials}` },
    });
    if (!response.ok) {
      throw new Error(`GET blob ${sha} answered ${response.status}: ${await response.text()}`);
    }
    return Buffer.from((await response.json()).content, "base64");
  }
}

/** Fails unless the sequence numbers run from 1 without a gap or a repeat. */
export function requireContiguous(ops) {
  ops.forEach(({ sequenceNumber }, index) => {
    if (sequenceNumber !== index + 1) {
      throw new Error(`op log holds sequence number ${sequenceNumber} at place ${index}; expected ${index + 1}`);
    }
  });
}

/** Fails unless each token stands in the op contents exactly once. No token may be part of another. */
export function requireEachOnce(ops, tokens) {
  const texts = ops.filter(({ type }) => type === "op").map(({ contents }) => text(contents));
  const all = texts.join("\n");
  const wrong = tokens.map((token) => [token, all.split(token).length - 1]).filter(([, count]) => count !== 1);
  if (wrong.length > 0) {
    const shown = wrong.slice(0, 5).map(([token, count]) => `${token} ${count} times`);
    throw new Error(`${wrong.length} of ${tokens.length} edits are not in the op log once: ${shown.join(", ")}`);
  }
}

/**
 * @returns {{ sequenceNumber: number, base: number }[]} acked summaries: sequence number of the ack, and the
 *   sequence number at which a container that loads the summary begins
 */
export function ackedSummaries(ops) {
  const bySequenceNumber = new Map(ops.map((op) => [op.sequenceNumber, op]));
  return ops
    .filter(({ type }) => type === "summaryAck")
    .map(({ sequenceNumber, data, contents }) => {
      const { summaryProposal } = data === undefined ? contents : JSON.parse(data);
      return {
        sequenceNumber,
        base: bySequenceNumber.get(summaryProposal.summarySequenceNumber).referenceSequenceNumber,
      };
    });
}

const text = (contents) => (typeof contents === "string" ? contents : JSON.stringify(contents));
