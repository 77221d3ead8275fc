/** The web app in a browser: its pages and modules, with a fake of the API behind them. */
@NullMarked
package dev.renderfarm.webtests;

import org.jspecify.annotations.NullMarked;
