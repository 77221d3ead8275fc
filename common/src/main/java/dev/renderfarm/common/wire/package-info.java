/** JSON as it stands on topics, in objects and in HTTP bodies: one mapper, one set of conventions. */
@NullMarked
package dev.renderfarm.common.wire;

import org.jspecify.annotations.NullMarked;
