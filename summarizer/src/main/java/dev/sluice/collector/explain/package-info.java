/**
 * Why a node is kept, and what would go with it: paths from the roots, dominators, circles, and graphs to look at.
 *
 * <p>Answers questions that people ask, of a graph that does not change meanwhile; no run of the collector waits for it. Knows nodes
 * as integers, and what they are called and how large they are from those who ask. The only package that uses JGraphT. Everything
 * is confined to the thread of the graph.
 */
@NullMarked
package dev.sluice.collector.explain;

import org.jspecify.annotations.NullMarked;
