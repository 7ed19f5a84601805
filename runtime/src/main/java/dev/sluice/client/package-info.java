/**
 * What most applications see of Sluice: a {@link dev.sluice.client.ServiceClient} creates and opens documents, a
 * {@link dev.sluice.client.ContainerSchema} says what is in them, and a {@link dev.sluice.client.FluidContainer} is a document
 * that is open. Documents have the layout of the TypeScript package {@code fluid-framework}, so its clients open them too.
 *
 * <p>Stands on all other packages. The only one, with the drivers, that starts threads: daemons that end when they are idle.
 */
@NullMarked
package dev.sluice.client;

import org.jspecify.annotations.NullMarked;
