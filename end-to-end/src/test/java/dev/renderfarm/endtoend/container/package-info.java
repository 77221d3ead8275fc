/** Apache Kafka and MinIO in containers, where an engine answers: the flow tests' other choice of servers. */
@NullMarked
package dev.renderfarm.endtoend.container;

import org.jspecify.annotations.NullMarked;
