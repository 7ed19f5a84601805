// SPDX-License-Identifier: Apache-2.0

/** Container code is fixed: every loader of the suite resolves any proposal to the suite's own factory. */
export const codeDetails = { package: "sluice-interop", config: {} };

/** @returns code loader for `runtimeFactory`, as the loader of every generation wants it */
export function fixedCode(runtimeFactory) {
  return { load: async () => ({ module: { fluidExport: runtimeFactory }, details: codeDetails }) };
}

/**
 * Runtime options with which a summary is due after a few ops instead of a hundred.
 * Every field is named: an override replaces the whole heuristic.
 */
export const eagerSummaries = {
  summaryOptions: {
    initialSummarizerDelayMs: 0,
    summaryConfigOverrides: {
      state: "enabled",
      minIdleTime: 0,
      maxIdleTime: 5_000,
      maxTime: 10_000,
      maxOps: 20,
      minOpsForLastSummaryAttempt: 1,
      maxAckWaitTime: 60_000,
      maxOpsSinceLastSummary: 7_000,
      initialSummarizerDelayMs: 0,
      nonRuntimeOpWeight: 0.1,
      runtimeOpWeight: 1,
      nonRuntimeHeuristicThreshold: 20,
    },
  },
};

/** Runtime options with which a summary is written only when somebody asks for it. */
export const commandedSummaries = {
  summaryOptions: {
    initialSummarizerDelayMs: 0,
    summaryConfigOverrides: {
      state: "summaryOnRequest",
      maxAckWaitTime: 60_000,
      maxOpsSinceLastSummary: 7_000,
      initialSummarizerDelayMs: 0,
    },
  },
};

/** Headers of a request for a container that can do nothing but summarize. */
export const summarizerHeaders = {
  "fluid-cache": false,
  "fluid-client-details": { capabilities: { interactive: false }, type: "summarizer" },
  "fluid-client-summarizer": true,
  "fluid-reconnect": false,
};

/**
 * Resolves document ids to the URLs azure-client builds (service protocol, section 1.1), for generations
 * without a release of that client.
 */
export class RelayUrlResolver {
  #url;
  #tenant;

  /** @param {import("./settings.mjs").ClientSettings} settings */
  constructor({ url, tenant }) {
    this.#url = url;
    this.#tenant = encodeURIComponent(tenant);
  }

  async resolve(request) {
    const createNew = request.headers?.createNew === true;
    const id = createNew ? "" : request.url.split("/")[0];
    const segment = createNew ? "new" : encodeURIComponent(id);
    return {
      type: "fluid",
      id,
      url: `${this.#url}/${this.#tenant}/${segment}`,
      tokens: {},
      endpoints: {
        ordererUrl: this.#url,
        deltaStorageUrl: `${this.#url}/deltas/${this.#tenant}/${segment}`,
        storageUrl: `${this.#url}/repos/${this.#tenant}`,
      },
    };
  }

  async getAbsoluteUrl(resolvedUrl, relativeUrl) {
    return `${resolvedUrl.id}/${relativeUrl}`;
  }
}

/**
 * Driver services of one generation for a client kind.
 *
 * @param {object} packages of the generation
 * @param {import("./settings.mjs").ClientSettings} settings
 * @param {any} tokenProvider
 */
export function driverServices(
  { RouterliciousDocumentServiceFactory, InsecureTinyliciousUrlResolver },
  settings,
  tokenProvider,
) {
  const { hostname, port, protocol } = new URL(settings.url);
  const isRemote = settings.client === "azure-remote";
  return {
    urlResolver:
      settings.client === "tinylicious"
        ? new InsecureTinyliciousUrlResolver(Number(port), `${protocol}//${hostname}`)
        : new RelayUrlResolver(settings),
    documentServiceFactory: new RouterliciousDocumentServiceFactory(
      tokenProvider,
      // As azure-client sets them: the relay service has both, a local one neither.
      { enableWholeSummaryUpload: isRemote, enableDiscovery: isRemote },
    ),
    createRequest: { url: "", headers: { createNew: true } },
  };
}
