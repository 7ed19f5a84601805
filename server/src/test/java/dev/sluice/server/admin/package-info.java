/** The command line and the operator's routes, against real stores and a real HTTP server. */
@NullMarked
package dev.sluice.server.admin;

import org.jspecify.annotations.NullMarked;
