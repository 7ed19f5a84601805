// SPDX-License-Identifier: Apache-2.0

import { createHmac, randomUUID } from "node:crypto";

const lifetimeSeconds = 3600;
const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/**
 * Signs a token of the relay service's form with HS256.
 *
 * @param {{ tenant: string, key: string }} tenant
 * @param {string} documentId empty for the creation of a document
 * @param {{ scopes?: string[], user?: { id: string }, nowMs?: number }} [claims]
 * @returns {string}
 */
export function signToken({ tenant, key }, documentId, claims = {}) {
  const issuedAt = Math.floor((claims.nowMs ?? Date.now()) / 1000);
  const payload = {
    documentId,
    scopes: claims.scopes ?? ["doc:read", "doc:write", "summary:write"],
    tenantId: tenant,
    user: claims.user ?? { id: "interop" },
    iat: issuedAt,
    exp: issuedAt + lifetimeSeconds,
    ver: "1.0",
    jti: randomUUID(),
  };
  const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(payload)}`;
  return `${signed}.${createHmac("sha256", key).update(signed).digest("base64url")}`;
}

/** What an application hands to the clients in place of its token service. */
export class SigningTokenProvider {
  #settings;
  #user;

  /** @param {import("./settings.mjs").ClientSettings} settings */
  constructor(settings) {
    this.#settings = settings;
    this.#user = { id: randomUUID(), name: `${settings.generation} ${settings.client}` };
  }

  async fetchOrdererToken(_tenantId, documentId) {
    return { fromCache: false, jwt: signToken(this.#settings, documentId ?? "", { user: this.#user }) };
  }

  async fetchStorageToken(tenantId, documentId) {
    return this.fetchOrdererToken(tenantId, documentId);
  }
}
