/** What the documents say, held to the code. */
@NullMarked
package dev.renderfarm.common.documents;

import org.jspecify.annotations.NullMarked;
