// SPDX-License-Identifier: Apache-2.0

import {
  ContainerRuntimeFactoryWithDefaultDataStore,
  DataObject,
  DataObjectFactory,
} from "@fluidframework/aqueduct/legacy";
import { AzureClient } from "@fluidframework/azure-client";
import { SharedCell } from "@fluidframework/cell/internal";
import { createDetachedContainer, loadExistingContainer } from "@fluidframework/container-loader/legacy";
import { SharedCounter } from "@fluidframework/counter/legacy";
import { SharedDirectory } from "@fluidframework/map/legacy";
import { SharedMatrix } from "@fluidframework/matrix/legacy";
import { ConsensusQueue } from "@fluidframework/ordered-collection/legacy";
import { ConsensusRegisterCollection } from "@fluidframework/register-collection/legacy";
import { RouterliciousDocumentServiceFactory } from "@fluidframework/routerlicious-driver/legacy";
import { TaskManager } from "@fluidframework/task-manager/legacy";
import { TinyliciousClient } from "@fluidframework/tinylicious-client";
import {
  InsecureTinyliciousTokenProvider,
  InsecureTinyliciousUrlResolver,
} from "@fluidframework/tinylicious-driver/internal";
import { getPresence, SharedTree } from "fluid-framework";
import { SharedMap, SharedString } from "fluid-framework/legacy";

import { definePlayground } from "../live/playground.mjs";
import { defineBoards } from "../shared/board.mjs";
import { fromFluidContainer } from "../shared/document.mjs";
import { loaderAccess } from "../shared/loader-access.mjs";
import { SigningTokenProvider } from "../shared/tokens.mjs";
import { TreeOfLines } from "./tree.mjs";

/** @param {import("../shared/settings.mjs").ClientSettings} settings */
function boards({ withText }) {
  return defineBoards({ DataObject, DataObjectFactory, SharedMap, SharedString: withText ? SharedString : undefined });
}

const structures = {
  map: SharedMap,
  directory: SharedDirectory,
  counter: SharedCounter,
  cell: SharedCell,
  register: ConsensusRegisterCollection,
  queue: ConsensusQueue,
  tasks: TaskManager,
  text: SharedString,
  matrix: SharedMatrix,
};

/**
 * @param {import("../shared/settings.mjs").ClientSettings} settings
 * @returns {import("../shared/document.mjs").Access}
 */
export function access(settings) {
  if (settings.level === "loader") {
    const packages = {
      ContainerRuntimeFactoryWithDefaultDataStore,
      InsecureTinyliciousTokenProvider,
      InsecureTinyliciousUrlResolver,
      RouterliciousDocumentServiceFactory,
      createDetachedContainer,
      loadExistingContainer,
    };
    const root =
      settings.board === "playground"
        ? definePlayground({ DataObject, DataObjectFactory }, structures)
        : boards(settings).RootBoard;
    return loaderAccess(packages, root, settings);
  }
  const client = settings.client === "tinylicious" ? tinyliciousClient(settings) : azureClient(settings);
  const trees = settings.withTree ? { tree: SharedTree } : {};
  const schema = { initialObjects: { ...boards(settings).initialObjects, ...trees } };
  const mode = settings.compatibilityMode;
  const open = ({ container }) => {
    const { tree } = container.initialObjects;
    return { ...fromFluidContainer(container), tree: tree && new TreeOfLines(tree) };
  };
  return {
    create: async () => open(await client.createContainer(schema, mode)),
    load: async (id) => open(await client.getContainer(id, schema, mode)),
  };
}

/** Starts the presence of a service client's container. */
export const presence = getPresence;

function tinyliciousClient({ url }) {
  const { hostname, port, protocol } = new URL(url);
  return new TinyliciousClient({ connection: { port: Number(port), domain: `${protocol}//${hostname}` } });
}

function azureClient(settings) {
  const connection = { endpoint: settings.url, tokenProvider: new SigningTokenProvider(settings) };
  return new AzureClient({
    connection:
      settings.client === "azure-remote"
        ? { ...connection, type: "remote", tenantId: settings.tenant }
        : { ...connection, type: "local" },
  });
}
