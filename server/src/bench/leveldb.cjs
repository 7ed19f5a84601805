// Loaded before tinylicious 7.0.1 when it is measured on LevelDB (node --require). As shipped, its LevelDB database
// lacks the key definition of the collection "checkpoints", and every connect_document fails with "Collection
// checkpoints not implemented". This supplies the definition and changes nothing else.
"use strict";

const path = require("node:path");

const { LevelDb } = require(path.join(path.dirname(process.argv[1]), "services", "levelDb.js"));
const shipped = LevelDb.prototype.getProperty;

LevelDb.prototype.getProperty = function getProperty(name) {
	return name === "checkpoints" ? { indexes: ["tenantId", "documentId"] } : shipped.call(this, name);
};
