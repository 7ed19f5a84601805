// SPDX-License-Identifier: Apache-2.0

// Prints what the runtime's own election makes of random joins and leaves, a sequence on each line: of each step what happened,
// who is elected and who is its parent, and the same two for a client that is opened only then. A step is `+` or `-`, a letter
// for the kind of client (`i` interactive, `s` summarizer, `h` headless) and a number. Output is in
// summarizer/src/test/resources/elections.jsonl.
//
//     node elections.mjs > ../../../../summarizer/src/test/resources/elections.jsonl

import { EventEmitter } from "node:events";

import {
  OrderedClientCollection,
  OrderedClientElection,
  SummarizerClientElection,
} from "@fluidframework/container-runtime/internal/test/summary";

const sequences = 40;
const steps = 40;
const logger = { send: () => {}, sendErrorEvent: () => {}, sendTelemetryEvent: () => {}, sendPerformanceEvent: () => {} };

const details = {
  i: { capabilities: { interactive: true } },
  s: { capabilities: { interactive: false }, type: "summarizer" },
  h: { capabilities: { interactive: false } },
};

/** The same numbers at every run. */
function random(seed) {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

class Quorum extends EventEmitter {
  #members = new Map();

  getMembers() {
    return new Map(this.#members);
  }

  join(id, sequenceNumber) {
    const member = { client: { details: details[id[0]] }, sequenceNumber };
    this.#members.set(id, member);
    this.emit("addMember", id, member);
  }

  leave(id) {
    this.#members.delete(id);
    this.emit("removeMember", id);
  }
}

function election(quorum, deltas) {
  const clients = new OrderedClientCollection(logger, deltas, quorum);
  return new OrderedClientElection(logger, clients, deltas.lastSequenceNumber, SummarizerClientElection.isClientEligible);
}

function names({ electedClient, electedParent }) {
  return [electedClient?.clientId ?? null, electedParent?.clientId ?? null];
}

function sequence(seed) {
  const next = random(seed);
  // Each step adds a client that listens.
  const quorum = new Quorum().setMaxListeners(0);
  const deltas = { lastSequenceNumber: 0 };
  const followed = election(quorum, deltas);
  const history = [];
  for (let number = 1; number <= steps; number++) {
    deltas.lastSequenceNumber = number;
    const present = [...quorum.getMembers().keys()];
    const isJoin = present.length === 0 || (present.length < 7 && next(5) < 3);
    const id = isJoin ? `${"iiissh"[next(6)]}${number}` : present[next(present.length)];
    if (isJoin) {
      quorum.join(id, number);
    } else {
      quorum.leave(id);
    }
    history.push([`${isJoin ? "+" : "-"}${id}`, ...names(followed), ...names(election(quorum, deltas))]);
  }
  return history;
}

for (let seed = 1; seed <= sequences; seed++) {
  console.log(JSON.stringify(sequence(seed)));
}
