/**
 * Many workers in one process: each is put together of a real worker's own classes, from the share group to the result,
 * around a device that only lets time pass.
 */
@NullMarked
package dev.renderfarm.endtoend.fleet;

import org.jspecify.annotations.NullMarked;
