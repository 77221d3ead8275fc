/** From the bytes of an upload to its text: what kind of file it is, and in which encoding. */
@NullMarked
package dev.renderfarm.coordinator.text;

import org.jspecify.annotations.NullMarked;
