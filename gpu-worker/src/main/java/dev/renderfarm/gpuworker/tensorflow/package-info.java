/** Puts a renderer together from a model package: its tokenizer and its SavedModels on one device. */
@NullMarked
package dev.renderfarm.gpuworker.tensorflow;

import org.jspecify.annotations.NullMarked;
