// SPDX-License-Identifier: Apache-2.0

import { ContainerRuntimeFactoryWithDefaultDataStore, DataObject, DataObjectFactory } from "@fluidframework/aqueduct";
import { Loader } from "@fluidframework/container-loader";
import { SharedMap } from "@fluidframework/map";
import { RouterliciousDocumentServiceFactory } from "@fluidframework/routerlicious-driver";
import { SharedString } from "@fluidframework/sequence";
import { TinyliciousClient } from "@fluidframework/tinylicious-client";
import { InsecureTinyliciousTokenProvider, InsecureTinyliciousUrlResolver } from "@fluidframework/tinylicious-driver";

import { defineBoards } from "../shared/board.mjs";
import { fromContainer, fromFluidContainer } from "../shared/document.mjs";
import { codeDetails, driverServices, eagerSummaries, fixedCode } from "../shared/loading.mjs";
import { SigningTokenProvider } from "../shared/tokens.mjs";

/** @param {import("../shared/settings.mjs").ClientSettings} settings */
function boards({ withText }) {
  return defineBoards({ DataObject, DataObjectFactory, SharedMap, SharedString: withText ? SharedString : undefined });
}

/**
 * @param {import("../shared/settings.mjs").ClientSettings} settings
 * @returns {import("../shared/document.mjs").Access}
 */
export function access(settings) {
  return settings.level === "loader" ? loader(settings) : service(settings);
}

function service(settings) {
  const { hostname, port, protocol } = new URL(settings.url);
  const client = new TinyliciousClient({ connection: { port: Number(port), domain: `${protocol}//${hostname}` } });
  const schema = { initialObjects: boards(settings).initialObjects };
  return {
    create: async () => fromFluidContainer((await client.createContainer(schema)).container),
    load: async (id) => fromFluidContainer((await client.getContainer(id, schema)).container),
  };
}

function loader(settings) {
  const { urlResolver, documentServiceFactory, createRequest } = driverServices(
    { InsecureTinyliciousUrlResolver, RouterliciousDocumentServiceFactory },
    settings,
    settings.client === "tinylicious" ? new InsecureTinyliciousTokenProvider() : new SigningTokenProvider(settings),
  );
  const { RootBoard } = boards(settings);
  const runtimeFactory = new ContainerRuntimeFactoryWithDefaultDataStore(
    RootBoard.factory,
    [RootBoard.factory.registryEntry],
    undefined,
    [],
    eagerSummaries,
  );
  const fluidLoader = new Loader({ urlResolver, documentServiceFactory, codeLoader: fixedCode(runtimeFactory) });
  const open = async (container) => {
    const response = await container.request({ url: "/" });
    if (response.status !== 200) {
      throw new Error(`the container has no default data store: ${JSON.stringify(response.value)}`);
    }
    return fromContainer(container, response.value, createRequest);
  };
  return {
    create: async () => open(await fluidLoader.createDetachedContainer(codeDetails)),
    load: async (id) => open(await fluidLoader.resolve({ url: id })),
  };
}
