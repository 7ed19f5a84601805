/**
 * The operator's side: the command line, which is the jar's main class, and the routes under {@code /admin/v1} it calls on a
 * running server.
 *
 * <p>Commands decide nothing about documents; they read a {@link dev.sluice.server.storage.Store} or ask a server that does.
 * How a server is put together is behind {@link dev.sluice.server.admin.ServerLauncher}. Commands run on the thread that
 * calls them; routes do their work on worker threads.
 */
@NullMarked
package dev.sluice.server.admin;

import org.jspecify.annotations.NullMarked;
