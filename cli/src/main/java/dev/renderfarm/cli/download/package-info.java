/** Fetches what a batch left into a folder, safely whatever names the farm sends. */
@NullMarked
package dev.renderfarm.cli.download;

import org.jspecify.annotations.NullMarked;
