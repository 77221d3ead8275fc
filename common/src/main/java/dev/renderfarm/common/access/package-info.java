/** Who may do what at the farm: keys, what they look like to their holders, and what is kept of them. */
@NullMarked
package dev.renderfarm.common.access;

import org.jspecify.annotations.NullMarked;
