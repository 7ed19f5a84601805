/** The runtime's HTTP driver against this server. */
@NullMarked
package dev.sluice.server.driver;

import org.jspecify.annotations.NullMarked;
