/** Tests of the to-do list: two terminals in one process, and in two. */
@NullMarked
package dev.sluice.samples.todo;

import org.jspecify.annotations.NullMarked;
