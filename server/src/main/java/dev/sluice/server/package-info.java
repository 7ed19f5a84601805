/**
 * The service: the composition root that wires ordering, storage, transport and administration into one process.
 *
 * <p>Every other package of the server has one concern and knows nothing of its neighbours but their interfaces.
 */
@NullMarked
package dev.sluice.server;

import org.jspecify.annotations.NullMarked;
