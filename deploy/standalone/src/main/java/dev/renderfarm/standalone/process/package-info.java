/**
 * Child processes: started, awaited until they answer, stopped or killed, started again at the same address, never left
 * behind.
 */
@NullMarked
package dev.renderfarm.standalone.process;

import org.jspecify.annotations.NullMarked;
