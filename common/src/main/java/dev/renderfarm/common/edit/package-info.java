/** What an edit says: which picture a drawing begins with, what of it is kept, and where it is put. */
@NullMarked
package dev.renderfarm.common.edit;

import org.jspecify.annotations.NullMarked;
