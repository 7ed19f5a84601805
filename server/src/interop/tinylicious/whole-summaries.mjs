// SPDX-License-Identifier: Apache-2.0

// Whole summaries (service protocol, section 1.11) over the git-like storage of the reference server.

/**
 * @typedef {{ call: (method: string, path: string, content?: object) => Promise<any> }} Git
 */

/**
 * @param {Git} git
 * @param {string} version commit sha, or document id for its newest
 */
export async function readWholeSummary(git, version) {
  const [{ sha, commit }] = await git.call("GET", `/commits?sha=${encodeURIComponent(version)}&count=1`);
  const { tree } = await git.call("GET", `/git/trees/${commit.tree.sha}?recursive=1`);
  const entries = tree.map(({ path, type, sha: id }) => (type === "blob" ? { path, type, id } : { path, type }));
  const ids = [...new Set(tree.filter(({ type }) => type === "blob").map((entry) => entry.sha))];
  const blobs = await Promise.all(
    ids.map(async (id) => {
      const { content, encoding, size } = await git.call("GET", `/git/blobs/${id}`);
      return { id, content, encoding, size };
    }),
  );
  return { id: sha, trees: [{ id: commit.tree.sha, entries }], blobs };
}

/**
 * @param {Git} git
 * @param {{ type: string, entries: any[] }} summary
 * @returns {Promise<string>} sha of the app tree
 */
export async function writeWholeSummary(git, { type, entries }) {
  if (type !== "channel") {
    throw new Error(`summary type ${type}; clients upload channel`);
  }
  return writeTree(git, entries);
}

async function writeTree(git, entries) {
  const tree = await Promise.all(entries.map((entry) => writeEntry(git, entry)));
  return (await git.call("POST", "/git/trees", { tree })).sha;
}

async function writeEntry(git, { path, type, value, id }) {
  const mode = type === "tree" ? "40000" : "100644";
  if (value === undefined) {
    return { path, type, mode, sha: id.includes("/") ? await resolve(git, id) : id };
  }
  const sha = type === "tree" ? await writeTree(git, value.entries) : (await git.call("POST", "/git/blobs", value)).sha;
  return { path, type, mode, sha };
}

/** Finds the object a parent handle names: `{commit}/.app/{path}`, or the same without `.app`. */
async function resolve(git, handle) {
  const [commitSha, ...segments] = handle.split("/");
  const path = segments[0] === ".app" ? segments.slice(1) : segments;
  const [{ commit }] = await git.call("GET", `/commits?sha=${commitSha}&count=1`);
  const { tree } = await git.call("GET", `/git/trees/${commit.tree.sha}?recursive=1`);
  const entry = tree.find((candidate) => candidate.path === path.join("/"));
  if (entry === undefined) {
    throw Object.assign(new Error(`handle ${handle} does not resolve`), { status: 404 });
  }
  return entry.sha;
}
