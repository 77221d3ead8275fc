/** Identities: of a batch, a task, a file, a worker and a model. Each knows its own syntax. */
@NullMarked
package dev.renderfarm.common.id;

import org.jspecify.annotations.NullMarked;
