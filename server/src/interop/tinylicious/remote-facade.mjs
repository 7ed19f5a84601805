// SPDX-License-Identifier: Apache-2.0

// Puts what azure-client needs in remote mode in front of the reference server, which lacks it: session
// discovery, whole summaries, tenants with keys. Enough to prove the suite's own azure-remote scenarios
// against a peer that is not Sluice; nothing is kept beyond the process's life.

import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { connect } from "node:net";
import { parseArgs } from "node:util";

import { readWholeSummary, writeWholeSummary } from "./whole-summaries.mjs";

const host = "127.0.0.1";
const { values } = parseArgs({
  options: {
    port: { type: "string" },
    to: { type: "string" },
    /** `id=key`, once for each tenant. */
    tenant: { type: "string", multiple: true },
  },
});
const keys = new Map(values.tenant.map((pair) => pair.split("=")));
const self = `http://${host}:${values.port}`;
const upstream = `http://${host}:${values.to}`;

/** Who owns what: the reference server keeps all tenants in one repository. */
const owned = new Set();
const own = (tenant, id) => owned.add(`${tenant} ${id}`);
const owns = (tenant, id) => owned.has(`${tenant} ${id}`);

/** An answer other than success. */
class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Unwraps a request that was wrapped into a form (service protocol, section 1.2). */
async function read(request) {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  const raw = Buffer.concat(chunks).toString();
  const { method, headers } = request;
  if (!headers["content-type"]?.includes("restless")) {
    return { method, authorization: headers.authorization, body: raw };
  }
  const form = new URLSearchParams(raw);
  const pairs = form
    .getAll("header")
    .map((text) => [text.split(": ", 1)[0].toLowerCase(), text.slice(text.indexOf(": ") + 2)]);
  return {
    method: form.get("method").toUpperCase(),
    authorization: Object.fromEntries(pairs).authorization,
    body: form.get("body"),
  };
}

/** @returns the claims of the request's token, if it is the tenant's */
function authorize(tenant, authorization = "") {
  const credentials = authorization.replace(/^Basic /, "");
  const token = credentials.includes(".") ? credentials : Buffer.from(credentials, "base64").toString().split(":")[1];
  const [header, payload, signature] = (token ?? "").split(".");
  if (signature === undefined || !keys.has(tenant)) {
    throw new Refusal(403, "no token of this tenant");
  }
  const expected = createHmac("sha256", keys.get(tenant)).update(`${header}.${payload}`).digest();
  const found = Buffer.from(signature, "base64url");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
  if (found.length !== expected.length || !timingSafeEqual(found, expected) || claims.tenantId !== tenant) {
    throw new Refusal(403, "the token is not signed by this tenant");
  }
  return claims;
}

async function forward(method, path, body) {
  const response = await fetch(upstream + path, {
    method,
    headers: { "content-type": "application/json" },
    body: ["GET", "HEAD"].includes(method) ? undefined : body,
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Refusal(response.status, text);
  }
  return { status: response.status, json: JSON.parse(text) };
}

async function route({ method, authorization, body }, url) {
  const [surface, tenant, ...rest] = url.pathname.split("/").slice(1).map(decodeURIComponent);
  if (!["documents", "deltas", "repos"].includes(surface)) {
    throw new Refusal(404, "no such route");
  }
  const { documentId } = authorize(tenant, authorization);
  const git = {
    call: async (verb, path, content) => (await forward(verb, `/repos/${tenant}${path}`, JSON.stringify(content))).json,
  };
  const place = rest.slice(0, 2).join("/");

  if (surface === "documents" && method === "POST" && rest.length === 0) {
    const answer = await forward(method, url.pathname, body);
    const id = typeof answer.json === "string" ? answer.json : answer.json.id;
    own(tenant, id);
    return { status: 201, json: { id, session: session() } };
  }
  if (surface === "documents" && rest[0] === "session") {
    requireOwned(tenant, rest[1]);
    return { status: 200, json: session() };
  }
  if (surface === "repos" && documentId !== "") {
    requireOwned(tenant, documentId);
  }
  if (surface === "repos" && place === "git/summaries" && method === "GET") {
    return { status: 200, json: await readWholeSummary(git, rest[2] === "latest" ? documentId : rest[2]) };
  }
  if (surface === "repos" && place === "git/summaries" && method === "POST") {
    return { status: 201, json: { id: await writeWholeSummary(git, JSON.parse(body)) } };
  }
  if (surface === "repos" && place === "git/blobs") {
    if (method === "GET") {
      requireOwned(tenant, rest[2]);
      return forward(method, url.pathname + url.search, body);
    }
    const answer = await forward(method, url.pathname, body);
    own(tenant, answer.json.sha);
    return answer;
  }
  return forward(method, url.pathname + url.search, body);
}

function requireOwned(tenant, id) {
  if (!owns(tenant, id)) {
    throw new Refusal(404, "not found");
  }
}

function session() {
  return { ordererUrl: self, deltaStreamUrl: self, historianUrl: self, isSessionAlive: true, isSessionActive: true };
}

const server = createServer(async (request, response) => {
  let status;
  let json;
  try {
    ({ status, json } = await route(await read(request), new URL(request.url, self)));
  } catch (error) {
    status = error.status ?? 500;
    json = { message: error.message };
  }
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(json));
});

server.on("upgrade", (request, client, head) => {
  const target = connect(Number(values.to), host, () => {
    const headers = request.rawHeaders.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join("");
    target.write(`${request.method} ${request.url} HTTP/1.1\r\n${headers}\r\n`);
    target.write(head);
    client.pipe(target);
    target.pipe(client);
  });
  for (const socket of [client, target]) {
    socket.on("error", () => socket.destroy());
    socket.on("close", () => [client, target].forEach((each) => each.destroy()));
  }
});

server.listen(Number(values.port), host);
