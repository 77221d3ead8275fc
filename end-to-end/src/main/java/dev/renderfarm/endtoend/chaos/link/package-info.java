/** What stands between a process and its servers, and does with what passes what networks and buckets do. */
@NullMarked
package dev.renderfarm.endtoend.chaos.link;

import org.jspecify.annotations.NullMarked;
