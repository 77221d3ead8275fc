/** From a prompt to the token ids that a model's text encoder reads. */
@NullMarked
package dev.renderfarm.modelpackage.tokenizer;

import org.jspecify.annotations.NullMarked;
