/** Shows how far a batch is: a moving bar on a terminal, plain lines elsewhere, JSON on request. */
@NullMarked
package dev.renderfarm.cli.progress;

import org.jspecify.annotations.NullMarked;
