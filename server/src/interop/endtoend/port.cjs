// SPDX-License-Identifier: Apache-2.0

// The test driver of tinylicious has the port of a server on this machine as a constant; tests run beside other servers.

"use strict";

const resolver = require("@fluidframework/tinylicious-driver/dist/insecureTinyliciousUrlResolver");

resolver.defaultTinyliciousPort = Number(process.env.SERVER_PORT);
