/** What is wrong with a picture that was drawn, whatever was asked for. */
@NullMarked
package dev.renderfarm.gpuworker.check;

import org.jspecify.annotations.NullMarked;
