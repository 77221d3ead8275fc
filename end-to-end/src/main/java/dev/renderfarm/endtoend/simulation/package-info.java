/** {@code farm simulate}: a farm whose workers are simulated, loaded by several submitters, and the report of what it did. */
@NullMarked
package dev.renderfarm.endtoend.simulation;

import org.jspecify.annotations.NullMarked;
