/** The HTTP contract: bodies of requests and answers, used by the server and by the command line. */
@NullMarked
package dev.renderfarm.common.api;

import org.jspecify.annotations.NullMarked;
