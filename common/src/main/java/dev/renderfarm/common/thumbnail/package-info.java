/** A picture made small, for whoever looks at many. */
@NullMarked
package dev.renderfarm.common.thumbnail;

import org.jspecify.annotations.NullMarked;
