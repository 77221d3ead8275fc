/**
 * What the graphs of all networks are made of: layers and their variables, signatures, the operations that
 * restore the variables, and the finished component. Batch, length, height and width are unknown while a graph is
 * built.
 */
@NullMarked
package dev.renderfarm.modelexport.graph;

import org.jspecify.annotations.NullMarked;
