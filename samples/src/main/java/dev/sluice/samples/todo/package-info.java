/**
 * A to-do list that terminals share. {@code TodoList} is the document, {@code TodoConsole} the terminal in front of it,
 * {@code Todo} the program. The list is confined to its container's thread, on which the console also writes; commands are read
 * on the program's own.
 */
@NullMarked
package dev.sluice.samples.todo;

import org.jspecify.annotations.NullMarked;
