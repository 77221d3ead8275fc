/** What a worker says of itself. */
@NullMarked
package dev.renderfarm.common.worker;

import org.jspecify.annotations.NullMarked;
