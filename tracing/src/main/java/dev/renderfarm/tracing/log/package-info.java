/** What a line of the log is about, for logs that are searched by their fields. */
@NullMarked
package dev.renderfarm.tracing.log;

import org.jspecify.annotations.NullMarked;
