package dev.sluice.server.bench;

import java.util.List;

/** One document, those that edit it, and what they have received. */
record LoadDocument(String id, List<LoadClient> clients, ReadFrames frames) {}
