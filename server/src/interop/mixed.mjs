// SPDX-License-Identifier: Apache-2.0

import { runScenarios } from "./scenarios/index.mjs";
import { readMixedSettings } from "./shared/settings.mjs";

process.exitCode = await runScenarios(readMixedSettings(process.argv.slice(2)));
