/**
 * Addresses of pictures: stored files hold paths, which do not age, and the farm's address is put before each where a
 * file is handed out.
 */
@NullMarked
package dev.renderfarm.coordinator.links;

import org.jspecify.annotations.NullMarked;
