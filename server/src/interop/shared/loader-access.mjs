// SPDX-License-Identifier: Apache-2.0

import { fromContainer } from "./document.mjs";
import {
  codeDetails,
  commandedSummaries,
  driverServices,
  eagerSummaries,
  fixedCode,
  summarizerHeaders,
} from "./loading.mjs";
import { SigningTokenProvider } from "./tokens.mjs";

/** Runtime option values for documents that older clients must be able to open. */
const minVersionForCollab = { 1: "1.0.0", 2: "2.0.0" };

/**
 * Bare-loader access for generations 2 and 3, whose loader is a set of functions.
 *
 * @param {object} packages of the generation
 * @param {any} RootBoard default data store
 * @param {import("./settings.mjs").ClientSettings} settings
 * @returns {import("./document.mjs").Access}
 */
export function loaderAccess(packages, RootBoard, settings) {
  const { urlResolver, documentServiceFactory, createRequest } = driverServices(
    packages,
    settings,
    settings.client === "tinylicious"
      ? new packages.InsecureTinyliciousTokenProvider()
      : new SigningTokenProvider(settings),
  );
  const runtimeFactory = new packages.ContainerRuntimeFactoryWithDefaultDataStore({
    defaultFactory: RootBoard.factory,
    registryEntries: [RootBoard.factory.registryEntry],
    runtimeOptions:
      settings.collection === undefined
        ? eagerSummaries
        : { ...commandedSummaries, gcOptions: settings.collection.options },
    minVersionForCollab: minVersionForCollab[settings.compatibilityMode],
  });
  const told = [];
  const props = {
    urlResolver,
    documentServiceFactory,
    codeLoader: fixedCode(runtimeFactory),
    // What goes wrong with collection; lost connections and the like are none of it.
    logger: {
      send: ({ category, eventName }) => {
        const name = eventName.split(":").pop();
        const isOfCollection = name.startsWith("GC_") || eventName.includes(":GarbageCollector:");
        if ((category === "error" && isOfCollection) || name === "gcUnknownOutboundReferences") {
          told.push(name);
        }
      },
    },
    configProvider: { getRawConfig: (name) => settings.collection?.flags[name] },
  };
  const open = async (container) => fromContainer(container, await container.getEntryPoint(), createRequest);
  return {
    told,
    create: async () => open(await packages.createDetachedContainer({ ...props, codeDetails })),
    load: async (id) => open(await packages.loadExistingContainer({ ...props, request: { url: id } })),
    summarize: async (id) => {
      const request = { url: id, headers: summarizerHeaders };
      const container = await packages.loadExistingContainer({ ...props, request });
      try {
        const { ISummarizer } = await container.getEntryPoint();
        const answer = await ISummarizer.summarizeOnDemand({ reason: "asked" }).receivedSummaryAckOrNack;
        if (!answer.success) {
          throw new Error("the summary was not taken", { cause: answer.error });
        }
      } finally {
        container.close();
        container.dispose();
      }
    },
  };
}
