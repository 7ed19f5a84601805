// SPDX-License-Identifier: Apache-2.0

import {
  ContainerRuntimeFactoryWithDefaultDataStore,
  DataObject,
  DataObjectFactory,
} from "@fluidframework/aqueduct/legacy";
import { createDetachedContainer, loadExistingContainer } from "@fluidframework/container-loader/legacy";
import { SharedDirectory, SharedMap } from "@fluidframework/map/legacy";
import { RouterliciousDocumentServiceFactory } from "@fluidframework/routerlicious-driver/legacy";
import {
  InsecureTinyliciousTokenProvider,
  InsecureTinyliciousUrlResolver,
} from "@fluidframework/tinylicious-driver/internal";

import { definePlayground } from "../live/playground.mjs";
import { defineBoards } from "../shared/board.mjs";
import { loaderAccess } from "../shared/loader-access.mjs";

const { RootBoard } = defineBoards({ DataObject, DataObjectFactory, SharedMap });
const Playground = definePlayground({ DataObject, DataObjectFactory }, { map: SharedMap, directory: SharedDirectory });

/**
 * The 3.0 line has drivers, loader and runtime on the registry, but no service client.
 *
 * @param {import("../shared/settings.mjs").ClientSettings} settings
 * @returns {import("../shared/document.mjs").Access}
 */
export function access(settings) {
  const packages = {
    ContainerRuntimeFactoryWithDefaultDataStore,
    InsecureTinyliciousTokenProvider,
    InsecureTinyliciousUrlResolver,
    RouterliciousDocumentServiceFactory,
    createDetachedContainer,
    loadExistingContainer,
  };
  return loaderAccess(packages, settings.board === "playground" ? Playground : RootBoard, settings);
}
