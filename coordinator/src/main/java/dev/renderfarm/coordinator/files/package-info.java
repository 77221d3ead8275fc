/** Files of the HTTP API in the bucket: uploads with their name and purpose. */
@NullMarked
package dev.renderfarm.coordinator.files;

import org.jspecify.annotations.NullMarked;
