// SPDX-License-Identifier: Apache-2.0

import { runScenarios } from "./scenarios/index.mjs";
import { readRunSettings } from "./shared/settings.mjs";

process.exitCode = await runScenarios(readRunSettings(process.argv.slice(2)));
