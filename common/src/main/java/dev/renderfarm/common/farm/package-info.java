/** Which farm topics and bucket belong to. */
@NullMarked
package dev.renderfarm.common.farm;

import org.jspecify.annotations.NullMarked;
