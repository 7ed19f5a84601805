/** What tests of container runtimes share: a container of their own, and documents as they were recorded. */
@NullMarked
package dev.sluice.container.testing;

import org.jspecify.annotations.NullMarked;
