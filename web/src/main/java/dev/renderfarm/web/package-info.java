/** The web app's pages: their files are resources, here is only under which addresses a browser finds them. */
@NullMarked
package dev.renderfarm.web;

import org.jspecify.annotations.NullMarked;
