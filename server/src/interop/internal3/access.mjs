// SPDX-License-Identifier: Apache-2.0

import { ContainerRuntimeFactoryWithDefaultDataStore, DataObject, DataObjectFactory } from "@fluidframework/aqueduct";
import { SharedCell } from "@fluidframework/cell";
import { Loader } from "@fluidframework/container-loader";
import { SharedCounter } from "@fluidframework/counter";
import { SharedMap } from "@fluidframework/map";
import { ConsensusRegisterCollection } from "@fluidframework/register-collection";
import { RouterliciousDocumentServiceFactory } from "@fluidframework/routerlicious-driver";
import { SharedString } from "@fluidframework/sequence";
import { TinyliciousClient } from "@fluidframework/tinylicious-client";
import { InsecureTinyliciousTokenProvider, InsecureTinyliciousUrlResolver } from "@fluidframework/tinylicious-driver";

import { definePlayground } from "../live/playground.mjs";
import { defineBoards } from "../shared/board.mjs";
import { fromContainer, fromFluidContainer } from "../shared/document.mjs";
import { codeDetails, driverServices, eagerSummaries, fixedCode } from "../shared/loading.mjs";
import { SigningTokenProvider } from "../shared/tokens.mjs";

/** @param {import("../shared/settings.mjs").ClientSettings} settings */
function boards({ withText }) {
  return defineBoards({ DataObject, DataObjectFactory, SharedMap, SharedString: withText ? SharedString : undefined });
}

// Two clients of this release alone can end up with different directories and matrices, and its queues and tasks depend on
// when a client looks at them; so those are left to later generations.
const structures = {
  map: SharedMap,
  counter: SharedCounter,
  cell: SharedCell,
  register: ConsensusRegisterCollection,
  text: SharedString,
};

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
  const root =
    settings.board === "playground"
      ? definePlayground({ DataObject, DataObjectFactory }, structures)
      : boards(settings).RootBoard;
  const runtimeFactory = new ContainerRuntimeFactoryWithDefaultDataStore(
    root.factory,
    [root.factory.registryEntry],
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
