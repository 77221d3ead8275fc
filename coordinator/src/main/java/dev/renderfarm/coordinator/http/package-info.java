/** What holds for every HTTP exchange: the error envelope, the farm's JSON, request ids and limits. */
@NullMarked
package dev.renderfarm.coordinator.http;

import org.jspecify.annotations.NullMarked;
