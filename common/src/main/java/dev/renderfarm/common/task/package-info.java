/** One picture to make: the item as it was validated, the task as it is dispatched, the result as it is reported. */
@NullMarked
package dev.renderfarm.common.task;

import org.jspecify.annotations.NullMarked;
