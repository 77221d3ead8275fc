/** The agent that ends a child process when its parent is gone. It knows nothing of the farm and uses the JDK only. */
@NullMarked
package dev.renderfarm.standalone.lifeline;

import org.jspecify.annotations.NullMarked;
