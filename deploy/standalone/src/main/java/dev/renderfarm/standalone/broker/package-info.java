/** The Kafka broker as a program of its own: one KRaft node that is broker and controller, sized for one machine. */
@NullMarked
package dev.renderfarm.standalone.broker;

import org.jspecify.annotations.NullMarked;
