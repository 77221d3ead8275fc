/** The HTTP API as the command line sees it: requests, answers, and failures by name. */
@NullMarked
package dev.renderfarm.cli.api;

import org.jspecify.annotations.NullMarked;
